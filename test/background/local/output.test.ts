import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { processesWithVariable } from '../living-processes.ts';
import { openBackground } from '../open-background.ts';

describe('both outputs arrive in order, through one pipe', () => {
  test.each<[name: string, command: string, printed: string]>([
    ['mixed', 'echo 1; echo 2 >&2; echo 3; echo 4 >&2', '1\n2\n3\n4\n'],
    ['to /dev/stdout', 'echo one; echo two > /dev/stdout; echo three', 'one\ntwo\nthree\n'],
    ['by tee to /dev/stderr', 'echo one; echo two | tee /dev/stderr; echo three', 'one\ntwo\ntwo\nthree\n'],
    ['without a line end', 'printf abc', 'abc\n'],
    ['in another encoding', "printf 'caf\\351\\n'", 'caf\ufffd\n'],
  ])('%s', async (_name, command, text) => {
    const { runToEnd, printed } = await openBackground();
    expect(await printed((await runToEnd(command)).id)).toBe(text);
  });

  test('a thousand lines written by turns', async () => {
    const { runToEnd, printed } = await openBackground();
    const { id } = await runToEnd('for i in $(seq 500); do echo $i; echo $i >&2; done');
    const expected = Array.from({ length: 500 }, (_, index) => `${index + 1}\n${index + 1}\n`).join('');
    expect(await printed(id)).toBe(expected);
  });

  test('what a shell says of a killed child stands in the log only when the command says it', async () => {
    const { runToEnd, printed } = await openBackground();
    expect(await printed((await runToEnd('echo a; kill -9 $$')).id)).toBe('a\n');
  });
});

describe('output', () => {
  test.each([
    ['ninja', `printf '[12/80] a\\n[20/80] b\\nwarning: x\\n'`, { fraction: 0.25, words: '20 of 80' }],
    ['a bar that is drawn anew', `printf 'Downloading 10%%\\rDownloading 42%%'`, { fraction: 0.42, words: '42 %' }],
  ])('says how far the command is, as %s prints it (FIELD S2)', async (_name, command, progress) => {
    const { runToEnd, events } = await openBackground();
    const { output } = await runToEnd(command);
    expect(output.progress).toEqual(progress);
    expect(events.filter((event) => event.type === 'task_output').at(-1)).toMatchObject({ output: { progress } });
  });

  test('is told while the command runs, and the last of it before the end', async () => {
    const { runToEnd, events, folder } = await openBackground();
    const told = () => events.map((event) => (event.type === 'task_output' ? event.output.lastLine : event.type));
    const ended = runToEnd("echo first; until [ -e go ]; do sleep 0.05; done; printf '\\033[31mlast\\033[0m\\n\\n'");
    await vi.waitFor(() => expect(told()).toContain('first'), 30_000);
    await fs.writeFile(path.join(folder, 'go'), '');
    expect((await ended).output).toEqual({ size: 21, lastLine: 'last' });
    // In as many pieces as they happen to be seen in.
    const pieces = told().filter((one, index, all) => one !== all[index - 1]);
    expect(pieces).toEqual(['task_started', 'task_changed', 'first', 'last', 'task_done']);
  });

  test('of a progress bar is its last state', async () => {
    const { runToEnd } = await openBackground();
    const { output } = await runToEnd("printf '10%%\\r50%%\\r100%%'");
    expect(output.lastLine).toBe('100%');
  });

  test('of a flood costs neither disk nor memory without bound (FIELD B1, B2)', async () => {
    const { manager, run } = await openBackground({ segmentBytes: 1024 * 1024, keptSegments: 2 });
    const heap = process.memoryUsage().rss;
    const { id, logFolder } = run('yes "all work and no play"');
    await vi.waitFor(() => expect(manager.get(id)?.output.size).toBeGreaterThan(50_000_000), 30_000);
    const sizes = await segmentSizes(logFolder);
    expect(sizes.length).toBeLessThanOrEqual(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(8 * 1024 * 1024);
    expect(process.memoryUsage().rss - heap).toBeLessThan(200 * 1024 * 1024);
    await manager.stop(id, 'user');
    await vi.waitFor(() => expect(processesWithVariable(`MEANWHILE_TASK_ID=${id}`)).toEqual([]), 10_000);
  });

  test('is told at most every 50 ms', async () => {
    const { runToEnd, events } = await openBackground();
    const before = Date.now();
    await runToEnd('for i in $(seq 100); do echo $i; sleep 0.005; done');
    const told = events.filter(({ type }) => type === 'task_output').length;
    expect(told).toBeGreaterThan(1);
    expect(told).toBeLessThanOrEqual((Date.now() - before) / 50 + 2);
  });
});

async function segmentSizes(folder: string): Promise<readonly number[]> {
  const names = (await fs.readdir(folder)).filter((name) => name.startsWith('log.'));
  const stats = await Promise.all(names.map((name) => fs.stat(path.join(folder, name)).catch(() => undefined)));
  return stats.map((stat) => stat?.size ?? 0);
}
