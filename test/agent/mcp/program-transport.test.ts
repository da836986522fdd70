import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, stop } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { processesWithVariable } from '../../background/living-processes.ts';

test('a server that heeds nothing ends also when its program is killed', async () => {
  const mark = `killed-${process.pid}-${Date.now()}`;
  const server = { command: 'sh', args: ['-c', 'sleep 600 & while :; do sleep 1; done'], env: { MCP_MARK: mark } };
  const file = await bundled(`
    import { programTransport } from './src/agent/mcp/program-transport.ts';
    await programTransport(${JSON.stringify(server)}, { cwd: '/', environment: process.env }).start();
    console.log('started');
    setInterval(() => {}, 1000);`);
  const program = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(program.stdout, 'data');
  expect(processesWithVariable(`MCP_MARK=${mark}`)).not.toEqual([]);
  program.kill('SIGKILL');
  await expect.poll(() => processesWithVariable(`MCP_MARK=${mark}`), { timeout: 15_000 }).toEqual([]);
});

async function bundled(contents: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'meanwhile-mcp-'));
  onTestFinished(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  const outfile = path.join(folder, 'program.mjs');
  await build({
    stdin: { contents, resolveDir: path.resolve('.'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    outfile,
  });
  return outfile;
}
