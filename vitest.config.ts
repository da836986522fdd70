import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// No test may talk to a real model by accident; those that need one start a scripted server.
for (const name of Object.keys(process.env)) {
  if (name.startsWith('ANTHROPIC_')) delete process.env[name];
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/guard/no-process-left.ts'],
    setupFiles: ['test/guard/no-descriptor-left.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A condition that is polled for comes late on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    // Many tests wait for other processes, so that two at a time pay even on one core.
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
