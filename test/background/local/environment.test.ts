import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { commandEnvironment } from '../../../src/background/local/environment.ts';
import { runHook } from '../../../src/background/local/run-hook.ts';

test.each([
  ['https://me:canary@example.org/v1', 'https://example.org/v1'],
  ['https://canary@example.org', 'https://example.org/'],
  ['https://example.org/v1?key=canary', 'https://example.org/v1'],
  ['https://example.org/v1/', 'https://example.org/v1/'],
  ['//me:canary@nowhere', ''],
])('of the base URL %s a command sees %s', async (given, seen) => {
  const environment = { PATH: process.env['PATH'], ANTHROPIC_BASE_URL: given };
  const command = 'env >&2; exit 2';
  const end = await runHook({ command, cwd: tmpdir(), environment, input: '', limit: 10_000 });
  if (end.kind !== 'exited') throw new Error(end.kind);
  expect(end.stderr.split('\n')).toContain(`ANTHROPIC_BASE_URL=${seen}`);
  expect(end.stderr).not.toContain('canary');
  expect(JSON.stringify(commandEnvironment(environment, 't1'))).not.toContain('canary');
});
