import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import type { TaskId } from '../../../src/background/task.ts';
import { processesWithVariable } from '../living-processes.ts';
import { type Background, openBackground } from '../open-background.ts';

const HANG_MS = 20_000;
const programs = fileURLToPath(new URL('../../fixtures/programs/', import.meta.url));

/** `T` for each process of the task that stands still, else another letter; without its supervisor. */
function states(id: TaskId): readonly string[] {
  return processesWithVariable(`MEANWHILE_TASK_ID=${id}`).flatMap((pid) => {
    const args = read(pid, 'cmdline');
    if (/supervise\.sh|^dd\0bs=65536\0count=/.test(args)) return [];
    return /\) (\S) /.exec(read(pid, 'stat'))?.[1] ?? [];
  });
}

function read(pid: number, file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

async function startAndWait({ run, printed }: Background, command: string): Promise<TaskId> {
  const { id } = run(command);
  await vi.waitFor(async () => expect(await printed(id)).toContain('ready'), HANG_MS);
  return id;
}

describe('a paused task', () => {
  test.each<[name: string, command: string, processes: number]>([
    ['a simple command', 'echo ready; sleep 300; :', 2],
    ['children in the background', 'sleep 300 & sleep 300 & echo ready; wait', 3],
    ['a child in a session of its own', 'setsid sleep 300 & echo ready; wait', 2],
    ['one that ignores what can be ignored', "trap '' INT TERM HUP TSTP CONT; echo ready; sleep 300; :", 2],
  ])('stands still with all its processes, and goes on: %s', async (_name, command, processes) => {
    const background = await openBackground();
    const { manager } = background;
    const id = await startAndWait(background, command);
    expect(await manager.pause(id)).toMatchObject({ kind: 'paused' });
    expect(states(id)).toEqual(Array.from({ length: processes }, () => 'T'));
    expect(await manager.resume(id)).toMatchObject({ kind: 'running' });
    await vi.waitFor(() => expect(states(id)).not.toContain('T'), HANG_MS);
    expect(states(id)).toHaveLength(processes);
  });

  test('that keeps forking stands still too', async () => {
    const background = await openBackground();
    const id = await startAndWait(background, `sh ${path.join(programs, 'fork-storm.sh')}`);
    expect(await background.manager.pause(id)).toMatchObject({ kind: 'paused' });
    expect(states(id).filter((state) => state !== 'T' && state !== 'D')).toEqual([]);
    const count = states(id).length;
    await delay(100);
    expect(states(id)).toHaveLength(count);
  });

  test('prints nothing, loses nothing, and ends as it would have', async () => {
    const background = await openBackground();
    const { manager, printed } = background;
    const id = await startAndWait(background, 'echo ready; for n in $(seq 200); do echo $n; sleep 0.005; done; exit 3');
    await manager.pause(id);
    const before = await printed(id);
    await delay(300);
    expect(await printed(id)).toBe(before);
    expect(before).not.toContain('\n200\n');
    await manager.resume(id);
    expect((await manager.waitForEnd(id))?.status.end).toMatchObject({ kind: 'exited', code: 3, by: 'itself' });
    expect(await printed(id)).toBe(`ready\n${Array.from({ length: 200 }, (_, index) => `${index + 1}\n`).join('')}`);
  });

  test.each([
    ['a simple command', 'echo ready; sleep 300'],
    ['one that ignores the terminal signals', "trap '' INT TERM HUP; echo ready; while :; do sleep 1; done"],
  ])('can be stopped (FIELD P2): %s', async (_name, command) => {
    const background = await openBackground();
    const id = await startAndWait(background, command);
    await background.manager.pause(id);
    expect(await background.manager.stop(id, 'user')).toMatchObject({
      kind: 'stopped',
      task: { status: { end: { by: 'user' } } },
    });
    await vi.waitFor(() => expect(processesWithVariable(`MEANWHILE_TASK_ID=${id}`)).toEqual([]), HANG_MS);
  });

  test('does not reach its time limit, and does when it goes on', async () => {
    const { manager, run } = await openBackground();
    const { id } = run('sleep 300', { timeLimit: 1_500 });
    await vi.waitFor(async () => expect(await manager.pause(id)).toMatchObject({ kind: 'paused' }), HANG_MS);
    await delay(1_700);
    expect(manager.get(id)?.status.phase).toBe('paused');
    await manager.resume(id);
    expect((await manager.waitForEnd(id))?.status.end).toMatchObject({ kind: 'timed-out', after: 1_500 });
  });
});

describe('a signal', () => {
  test('reaches every process of the task, and nothing else happens to it', async () => {
    const background = await openBackground();
    const { manager, printed } = background;
    const id = await startAndWait(
      background,
      `trap 'echo outer' USR1; sh -c "trap 'echo inner' USR1; echo ready; while :; do sleep 0.05; done" & while :; do sleep 0.05; done`,
    );
    expect(await manager.signal(id, { signal: 'SIGUSR1', by: 'model' })).toBeGreaterThan(1);
    await vi.waitFor(
      async () =>
        expect((await printed(id)).split('\n').toSorted()).toEqual(expect.arrayContaining(['inner', 'outer'])),
      HANG_MS,
    );
    expect(manager.get(id)?.status.phase).toBe('running');
  });

  test('that ends the task is why it ended, and who sent it did it (FIELD P4)', async () => {
    const background = await openBackground();
    const { manager } = background;
    const id = await startAndWait(background, 'echo ready; sleep 300');
    await manager.signal(id, { signal: 'SIGHUP', by: 'model' });
    expect((await manager.waitForEnd(id))?.status.end).toMatchObject({
      kind: 'signalled',
      signal: 'SIGHUP',
      by: 'model',
    });
  });
});
