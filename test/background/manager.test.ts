import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createBackgroundManager } from '../../src/background/manager.ts';
import type { BackgroundManager } from '../../src/background/manager-contract.ts';
import type { TaskEvent } from '../../src/background/task.ts';
import { createManualExecutor } from '../fixtures/manual-executor.ts';
import { openBackground } from './open-background.ts';
import { openScripted, phases } from './scripted-executor.ts';

describe('a task', () => {
  test('has an id of 8 hexadecimal characters that no other task has', () => {
    const ids = ['aaaaaaaa', 'aaaaaaaa', 'bbbbbbbb'];
    const { start } = openScripted({ newId: () => ids.shift() ?? '' });
    expect([start().id, start().id]).toEqual(['aaaaaaaa', 'bbbbbbbb']);
    expect(openScripted().start().id).toMatch(/^[0-9a-f]{8}$/);
  });

  test('goes from starting to running to done, with one event each', () => {
    const { manager, events, start } = openScripted();
    const { id, run, status, logFolder } = start();
    expect(status).toEqual({ phase: 'starting', since: 10 });
    expect(logFolder).toBe(`/tasks/${id}`);
    run.listener.onRunning(20);
    run.listener.onOutput({ size: 3, lastLine: 'hi' });
    run.end({ end: { kind: 'exited', code: 3 }, at: 30 });
    expect(phases(events)).toEqual(['starting', 'running', 'output', 'done']);
    expect(manager.get(id)).toMatchObject({
      output: { size: 3, lastLine: 'hi' },
      status: { phase: 'done', startedAt: 20, end: { kind: 'exited', code: 3, at: 30, by: 'itself', leftRunning: 0 } },
    });
  });

  test('that cannot start is done without having run', () => {
    const { events, start } = openScripted();
    start().run.end({ end: { kind: 'failed-to-start', reason: 'no shell' } });
    expect(phases(events)).toEqual(['starting', 'done']);
  });

  test('stands in the list in the order of starts', () => {
    const { manager, start } = openScripted();
    const ids = [start().id, start().id, start().id];
    expect(manager.list().map(({ id }) => id)).toEqual(ids);
  });

  test('is attended until it is left, which is told once', () => {
    const { manager, events, start } = openScripted();
    const { id } = start({}, true);
    manager.leave(id);
    manager.leave(id);
    manager.leave('unknown');
    expect(events.map((event) => event.type !== 'task_output' && event.task.attended)).toEqual([true, false]);
  });

  test('is an old snapshot when it has changed', () => {
    const { manager, start } = openScripted();
    const before = start();
    before.run.listener.onRunning(20);
    expect(before.status.phase).toBe('starting');
    expect(manager.get(before.id)?.status.phase).toBe('running');
  });
});

describe('listeners', () => {
  test('see the new state, and none is harmed by another that throws, which is not lost', () => {
    const { manager, start } = openScripted();
    const seen: unknown[] = [];
    const later: (() => void)[] = [];
    vi.stubGlobal('queueMicrotask', (task: () => void) => later.push(task));
    onTestFinished(() => void vi.unstubAllGlobals());
    manager.subscribe(() => {
      throw new Error('mine');
    });
    manager.subscribe((event) => {
      if (event.type !== 'task_output') seen.push(manager.get(event.task.id) === event.task);
    });
    const { run } = start();
    run.listener.onRunning(20);
    run.end();
    expect(seen).toEqual([true, true, true]);
    expect(later).toHaveLength(3);
    for (const task of later) expect(task).toThrow('mine');
  });

  test('hear what one of them causes after what they are hearing', () => {
    const { manager, start } = openScripted();
    manager.subscribe((event) => {
      if (event.type === 'task_changed' && event.task.status.phase === 'running')
        void manager.stop(event.task.id, 'user');
    });
    const heard: TaskEvent[] = [];
    manager.subscribe((event) => heard.push(event));
    const { run } = start();
    run.listener.onRunning(20);
    run.end();
    expect(phases(heard)).toEqual(['starting', 'running', 'stopping', 'done']);
  });

  test('hear nothing after they have left', () => {
    const { manager, start } = openScripted();
    const listener = vi.fn();
    manager.subscribe(listener)();
    start();
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('waiting for an end', () => {
  const settled = async (manager: BackgroundManager, id: string, signal?: AbortSignal) =>
    (await manager.waitForEnd(id, signal))?.status.phase;

  test('settles at the end, also when that was before', async () => {
    const { manager, start } = openScripted();
    const { id, run } = start();
    const waiting = settled(manager, id, new AbortController().signal);
    run.end();
    expect(await waiting).toBe('done');
    expect(await settled(manager, id)).toBe('done');
    expect(await settled(manager, id, AbortSignal.abort())).toBe('done');
  });

  test('settles with nothing when it is given up, or when there is no such task', async () => {
    const { manager, start } = openScripted();
    const { id } = start();
    const controller = new AbortController();
    const waiting = settled(manager, id, controller.signal);
    controller.abort();
    expect(await waiting).toBeUndefined();
    expect(await settled(manager, id, AbortSignal.abort())).toBeUndefined();
    expect(await settled(manager, 'unknown')).toBeUndefined();
  });
});

test('an unknown task has an empty log and no digest', async () => {
  const { manager } = openScripted();
  expect(await manager.readLog('unknown', { after: 0, bytes: 100 })).toMatchObject({ lines: [], size: 0, atEnd: true });
  expect(await manager.digest('unknown')).toEqual({ text: '', lines: [] });
});

test('a digest is never longer than the setting', async () => {
  const executor = createManualExecutor(() => 10);
  const manager = createBackgroundManager({ executor, now: () => 10, digestChars: 300 });
  const { id } = manager.run({ command: 'x', cwd: '/', timeLimit: null, startedBy: 'user', sessionId: 's' });
  executor.end(id, { printed: 'a line of some words\n'.repeat(100) });
  expect((await manager.digest(id)).text.length).toBeGreaterThan(200);
  expect((await manager.digest(id, 2_000)).text.length).toBeLessThanOrEqual(300);
  expect((await manager.digest(id, 100)).text.length).toBeLessThanOrEqual(100);
});

describe('with real commands', () => {
  test('three tasks run side by side and end in the order in which they are done', async () => {
    const { manager, run, events } = await openBackground();
    const [slow, fast, middle] = ['sleep 1.2', 'sleep 0.2', 'sleep 0.7'].map((command) => run(command).id);
    await vi.waitFor(() => expect(manager.list().every(({ status }) => status.phase === 'done')).toBe(true), 20_000);
    const done = events.flatMap((event) => (event.type === 'task_done' ? [event.task.id] : []));
    expect(done).toEqual([fast, middle, slow]);
    const firstEnd = events.findIndex(({ type }) => type === 'task_done');
    expect(events.slice(0, firstEnd).filter(({ type }) => type === 'task_changed')).toHaveLength(3);
  });

  test('a digest of a big log has its first error and its last line, and says what it left out', async () => {
    const { manager, runToEnd } = await openBackground({ segmentBytes: 1024 * 1024, keptSegments: 2 });
    const { id } = await runToEnd('seq 100; echo "main.c:3: error: x"; seq 2000000; echo the last line; exit 2');
    const { text: digest, lines } = await manager.digest(id, 500);
    expect(digest.length).toBeLessThanOrEqual(500);
    expect(digest).toContain('101: main.c:3: error: x\n');
    const begin = Array.from({ length: 100 }, (_, index) => `${index + 1}\n`).join('').length;
    expect(lines.some(([first, last]) => first <= begin && begin <= last)).toBe(true);
    expect(digest).toMatch(/… \d+ lines and \d+\.\d MB left out; from here on line -1 is the last\n/);
    expect(digest).toMatch(/\n-2: 2000000\n-1: the last line$/);
  });
});
