import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { build, stop } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { programTransport } from '../../../src/agent/mcp/program-transport.ts';
import { sandboxCommand } from '../../../src/background/local/sandbox/sandbox-command.ts';
import { processesWithVariable } from '../../background/living-processes.ts';
import { sandboxWorks } from '../../background/local/open-sandbox.ts';

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

test('a server that sends no end of a message is ended, and says why', async () => {
  const server = { command: 'sh', args: ['-c', 'yes x | tr -d "\\n"'] };
  const transport = programTransport(server, { cwd: '/', environment: process.env });
  await transport.start();
  await transport.ended;
  expect(transport.endWords()).toBe('it sent a message of more than 32 MiB');
  await transport.close();
});

const { works } = await sandboxWorks();

test.skipIf(!works)('with a sandbox it runs inside, unless its setting says otherwise', async () => {
  // Not in the temporary folder, of which a sandbox has its own.
  const home = await mkdtemp(path.join(homedir(), '.meanwhile-mcp-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const [root, outside] = [path.join(home, 'project'), path.join(home, 'outside')];
  await mkdir(root);
  const environment = { ...process.env, MY_TOKEN: 'hidden' };
  const tasksFolder = path.join(home, 'state', 'projects', 'p', 'tasks');
  const spec = { cwd: root, sandbox: { root, writable: [], network: true } };
  const sandbox = ({ id }: { readonly id: string }) => sandboxCommand({ id, spec, environment, tasksFolder });
  const run = async (more: { readonly sandbox?: boolean }) => {
    const script = 'touch inside; touch "$OUTSIDE"; echo "token: $MY_TOKEN, own: $OWN" >&2';
    const server = { command: 'sh', args: ['-c', script], env: { OUTSIDE: outside, OWN: 'given' }, ...more };
    const transport = programTransport(server, { cwd: root, environment, sandbox });
    await transport.start();
    await transport.ended;
    await transport.close();
    return transport.lastWords();
  };
  expect(await run({})).toBe('token: , own: given');
  expect([existsSync(path.join(root, 'inside')), existsSync(outside)]).toEqual([true, false]);
  expect(await run({ sandbox: false })).toBe('token: hidden, own: given');
  expect(existsSync(outside)).toBe(true);
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
