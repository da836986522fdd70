import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';
import { execa } from 'execa';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { packageOptions } from '../../scripts/build/packages.js';
import { readLogPage } from '../../src/background/local/log-reader.ts';
import { sendInput } from '../../src/background/local/stdin-folder.ts';
import { openBackground } from './open-background.ts';

const program = fileURLToPath(new URL('../fixtures/programs/run-and-wait.ts', import.meta.url));
const script = fileURLToPath(new URL('../../src/background/local/supervise.sh', import.meta.url));
let built: string;

beforeAll(async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'meanwhile-program-'));
  built = path.join(folder, 'run-and-wait.mjs');
  const options = { ...packageOptions, bundle: true, platform: 'node', format: 'esm' } as const;
  await build({ ...options, entryPoints: [program], outfile: built });
  return async () => {
    await stop();
    await fs.rm(folder, { recursive: true });
  };
});

describe('a command outlives the program that started it (FIELD P1)', () => {
  test.each(['SIGKILL', 'SIGTERM', 'SIGHUP'] as const)(
    'ended by %s, with all its output and its exit code',
    async (signal) => {
      const tasks = await fs.mkdtemp(path.join(os.tmpdir(), 'meanwhile-tasks-'));
      onTestFinished(() => fs.rm(tasks, { recursive: true, maxRetries: 5 }));
      // It also ends when a failed test has removed the folder.
      const command = `while [ -d ${tasks} ] && ! [ -e ${tasks}/go ]; do sleep 0.05; done; seq 1000; echo to stderr >&2; exit 6`;
      const running = execa(process.execPath, [built, tasks, script, command], { reject: false });
      const [line] = await once(running.stdout, 'data');
      const id = String(line).trim();
      const folder = path.join(tasks, id);
      await vi.waitFor(async () => expect(await fs.readdir(folder)).toContain('log.0'), 10_000);
      running.kill(signal);
      const { isTerminated, exitCode } = await running;
      expect(signal === 'SIGTERM' ? exitCode === 0 : isTerminated).toBe(true);
      await fs.writeFile(path.join(tasks, 'go'), '');
      await vi.waitFor(async () => expect(await fs.readdir(folder)).toContain('done.6'), 20_000);
      const { lines } = readLogPage(folder, { after: 0, bytes: 100_000 });
      const texts = lines.map((line) => (line.kind === 'text' ? line.text : ''));
      expect(texts).toEqual([...Array.from({ length: 1_000 }, (_, index) => String(index + 1)), 'to stderr']);
    },
  );
});

describe('a question is answered after the program that started the command was killed', () => {
  const getpass = `import getpass; print("it has", len(getpass.getpass("Password: ")))`;
  test.each([
    { title: 'read', command: 'echo "Go on?"; read -r word; echo "it has ${#word}"', spec: { stdin: 'open' } },
    { title: 'getpass in a terminal', command: `python3 -c '${getpass}'`, spec: { stdin: 'open', pty: true } },
  ])('$title', async ({ command, spec }) => {
    const tasks = await fs.mkdtemp(path.join(os.tmpdir(), 'meanwhile-tasks-'));
    onTestFinished(() => fs.rm(tasks, { recursive: true, maxRetries: 5 }));
    const running = execa(process.execPath, [built, tasks, script, command, JSON.stringify(spec)], { reject: false });
    const [line] = await once(running.stdout, 'data');
    const folder = path.join(tasks, String(line).trim());
    const printed = () =>
      readLogPage(folder, { after: 0, bytes: 10_000 }).lines.map((each) => (each.kind === 'text' ? each.text : ''));
    await vi.waitFor(() => expect(printed().join()).toMatch(/Go on|Password/), 20_000);
    running.kill('SIGKILL');
    await running;
    expect((await fs.readdir(folder)).some((name) => name.startsWith('run.'))).toBe(true);
    expect(sendInput(folder, 'secret\n', { eof: false })).toEqual({ kind: 'sent' });
    await vi.waitFor(async () => expect(await fs.readdir(folder)).toContain('done.0'), 20_000);
    expect(printed()).toContain('it has 6');
  });
});

test('a program without a free file descriptor takes no task for lost, and tells its end when it has one', async () => {
  const tasks = await fs.mkdtemp(path.join(os.tmpdir(), 'meanwhile-tasks-'));
  onTestFinished(() => fs.rm(tasks, { recursive: true, maxRetries: 5 }));
  const few = ['-c', 'ulimit -n 40; exec "$0" "$@"', process.execPath, built, tasks, script, 'sleep 1; exit 4'];
  const { stdout, exitCode } = await execa('sh', [...few, '{}', 'full'], { reject: false });
  expect(exitCode).toBe(0);
  expect(stdout.split('\n').slice(1)).toEqual(['full', 'exited 4']);
});

test('a command is stopped at its time limit, as such, after the program that started it was killed', async () => {
  const tasks = await fs.mkdtemp(path.join(os.tmpdir(), 'meanwhile-tasks-'));
  onTestFinished(() => fs.rm(tasks, { recursive: true, maxRetries: 5 }));
  const spec = JSON.stringify({ timeLimit: 3_000 });
  const running = execa(process.execPath, [built, tasks, script, 'sleep 300', spec], { reject: false });
  const [line] = await once(running.stdout, 'data');
  running.kill('SIGKILL');
  await running;
  const id = String(line).trim();
  await vi.waitFor(async () => expect(await fs.readdir(path.join(tasks, id))).toContain('done.143'), 30_000);
  const next = await openBackground({ tasksFolder: tasks });
  await next.manager.adopt(() => true);
  await next.manager.adopt(() => true);
  expect(next.events.map(({ type }) => type)).toEqual(['task_done']);
  expect(next.manager.get(id)?.status).toMatchObject({ end: { kind: 'timed-out', after: 3_000, leftRunning: 0 } });
});
