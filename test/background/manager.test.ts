import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type BackgroundManager, createBackgroundManager } from '../../src/background/manager.ts';
import type { LogPage, Task, TaskEvent, TaskSpec } from '../../src/background/task.ts';
import { openBackground } from './open-background.ts';
import { createScriptedExecutor, type ScriptedRun } from './scripted-executor.ts';

const spec: TaskSpec = { command: 'x', cwd: '/', timeLimit: null, startedBy: 'user', sessionId: 's' };

function open(options: { readonly newId?: () => string; readonly page?: LogPage } = {}) {
  const { page, ...rest } = options;
  const executor = createScriptedExecutor(page);
  let time = 10;
  const manager = createBackgroundManager({ executor, now: () => time, ...rest });
  const events: TaskEvent[] = [];
  manager.subscribe((event) => events.push(event));
  const start = (given: Partial<TaskSpec> = {}, attended = false): Task & { readonly run: ScriptedRun } => {
    const task = manager.run({ ...spec, ...given }, { attended });
    const run = executor.runs.get(task.id);
    if (run === undefined) throw new Error('not started');
    return { ...task, run };
  };
  return { executor, manager, events, start, setTime: (at: number) => (time = at) };
}

const phases = (events: readonly TaskEvent[]): readonly string[] =>
  events.map((event) => (event.type === 'task_output' ? 'output' : event.task.status.phase));

describe('a task', () => {
  test('has an id of 8 hexadecimal characters that no other task has', () => {
    const ids = ['aaaaaaaa', 'aaaaaaaa', 'bbbbbbbb'];
    const { start } = open({ newId: () => ids.shift() ?? '' });
    expect([start().id, start().id]).toEqual(['aaaaaaaa', 'bbbbbbbb']);
    expect(open().start().id).toMatch(/^[0-9a-f]{8}$/);
  });

  test('goes from starting to running to done, with one event each', () => {
    const { manager, events, start } = open();
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
    const { events, start } = open();
    start().run.end({ end: { kind: 'failed-to-start', reason: 'no shell' } });
    expect(phases(events)).toEqual(['starting', 'done']);
  });

  test('stands in the list in the order of starts', () => {
    const { manager, start } = open();
    const ids = [start().id, start().id, start().id];
    expect(manager.list().map(({ id }) => id)).toEqual(ids);
  });

  test('is attended until it is left, which is told once', () => {
    const { manager, events, start } = open();
    const { id } = start({}, true);
    manager.leave(id);
    manager.leave(id);
    manager.leave('unknown');
    expect(events.map((event) => event.type !== 'task_output' && event.task.attended)).toEqual([true, false]);
  });

  test('is an old snapshot when it has changed', () => {
    const { manager, start } = open();
    const before = start();
    before.run.listener.onRunning(20);
    expect(before.status.phase).toBe('starting');
    expect(manager.get(before.id)?.status.phase).toBe('running');
  });
});

describe('a stop', () => {
  test('is visible until it is true', async () => {
    const { manager, events, start } = open();
    const { id, run } = start();
    run.listener.onRunning(5);
    const outcome = manager.stop(id, 'user');
    expect(manager.get(id)?.status).toEqual({ phase: 'stopping', startedAt: 5, since: 10, by: 'user' });
    run.end({ end: { kind: 'signalled', signal: 'SIGINT' } });
    run.reportStopped();
    expect(await outcome).toMatchObject({
      kind: 'stopped',
      task: { status: { end: { signal: 'SIGINT', by: 'user' } } },
    });
    expect(phases(events)).toEqual(['starting', 'running', 'stopping', 'done']);
  });

  test('asked for twice is by the first, and both are answered', async () => {
    const { manager, events, start } = open();
    const { id, run } = start();
    const outcomes = Promise.all([manager.stop(id, 'model'), manager.stop(id, 'user')]);
    run.end({ end: { kind: 'signalled', signal: 'SIGTERM' } });
    run.reportStopped();
    const by = { status: { end: { by: 'model' } } };
    expect(await outcomes).toMatchObject([
      { kind: 'stopped', task: by },
      { kind: 'stopped', task: by },
    ]);
    expect(phases(events)).toEqual(['starting', 'stopping', 'done']);
  });

  test('of a task that starts is not undone when it runs', () => {
    const { manager, start } = open();
    const { id, run } = start();
    void manager.stop(id, 'user');
    run.listener.onRunning(20);
    expect(manager.get(id)?.status.phase).toBe('stopping');
  });

  test('of an unknown or an ended task says so', async () => {
    const { manager, start } = open();
    const { id, run } = start();
    run.end();
    expect(await manager.stop('unknown', 'user')).toEqual({ kind: 'unknown' });
    expect(await manager.stop(id, 'user')).toMatchObject({ kind: 'ended', task: { id } });
    expect(run.stops()).toBe(0);
  });

  test('that comes after the shell has ended changes nothing in how it ended', async () => {
    const { manager, start } = open();
    const { id, run } = start();
    const outcome = manager.stop(id, 'user');
    run.end({ at: 9 });
    run.reportStopped();
    expect(await outcome).toMatchObject({ kind: 'ended', task: { status: { end: { kind: 'exited', by: 'itself' } } } });
  });

  test('that cannot end everything says what is left, and can be asked for again', async () => {
    const { manager, start } = open();
    const { id, run } = start();
    const outcome = manager.stop(id, 'user');
    const report = { left: [{ pid: 7, name: 'stuck' }] };
    run.reportStopped(report);
    expect(await outcome).toMatchObject({ kind: 'left', task: { status: { phase: 'stopping' } }, report });
    const again = manager.stop(id, 'model');
    run.end();
    run.reportStopped();
    expect(await again).toMatchObject({ kind: 'stopped', task: { status: { end: { by: 'user' } } } });
    expect(run.stops()).toBe(2);
  });

  test('of a task that left processes running ends these, and says so', async () => {
    const { manager, events, start } = open();
    const { id, run } = start();
    run.end({ leftRunning: 2 });
    const outcome = manager.stop(id, 'user');
    run.reportStopped();
    expect(await outcome).toMatchObject({ kind: 'ended', task: { status: { end: { leftRunning: 0 } } } });
    expect(events.map(({ type }) => type)).toEqual(['task_started', 'task_done', 'task_changed']);
    expect(manager.get(id)).toMatchObject({ status: { end: { kind: 'exited', by: 'itself', leftRunning: 0 } } });
  });
});

describe('a time limit', () => {
  test('stops what runs that long, from when it runs', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { manager, start } = open();
    const { id, run } = start({ timeLimit: 1_000 });
    vi.advanceTimersByTime(5_000);
    run.listener.onRunning(20);
    vi.advanceTimersByTime(999);
    expect(manager.get(id)?.status.phase).toBe('running');
    vi.advanceTimersByTime(1);
    expect(manager.get(id)?.status).toMatchObject({ phase: 'stopping', by: 'time limit' });
    run.end({ end: { kind: 'signalled', signal: 'SIGINT' } });
    expect(manager.get(id)?.status).toMatchObject({ end: { kind: 'timed-out', after: 1_000, by: 'time limit' } });
  });

  test.each<[name: string, timeLimit: number | null]>([
    ['none', null],
    ['one longer than a timer can hold', 2 ** 40],
  ])('%s never stops anything', (_name, timeLimit) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { manager, start } = open();
    const { id, run } = start({ timeLimit });
    run.listener.onRunning(20);
    vi.advanceTimersByTime(10_000_000);
    expect(manager.get(id)?.status.phase).toBe('running');
  });

  test('does not fire after the end or after closing', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { manager, executor, events, start } = open();
    const ended = start({ timeLimit: 1_000 });
    ended.run.listener.onRunning(20);
    ended.run.end();
    const running = start({ timeLimit: 1_000 });
    running.run.listener.onRunning(20);
    await manager.close();
    const before = events.length;
    vi.advanceTimersByTime(10_000);
    expect(events).toHaveLength(before);
    expect(running.run.stops()).toBe(0);
    expect(executor.isClosed()).toBe(true);
  });
});

describe('listeners', () => {
  test('see the new state, and none is harmed by another that throws', () => {
    const { manager, start } = open();
    const seen: unknown[] = [];
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
  });

  test('hear what one of them causes after what they are hearing', () => {
    const { manager, start } = open();
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
    const { manager, start } = open();
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
    const { manager, start } = open();
    const { id, run } = start();
    const waiting = settled(manager, id, new AbortController().signal);
    run.end();
    expect(await waiting).toBe('done');
    expect(await settled(manager, id)).toBe('done');
    expect(await settled(manager, id, AbortSignal.abort())).toBe('done');
  });

  test('settles with nothing when it is given up, or when there is no such task', async () => {
    const { manager, start } = open();
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
  const { manager } = open();
  expect(await manager.readLog('unknown', { after: 0, bytes: 100 })).toMatchObject({ lines: [], size: 0, atEnd: true });
  expect(await manager.digest('unknown')).toBe('');
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
    const digest = await manager.digest(id, 500);
    expect(digest.length).toBeLessThanOrEqual(500);
    expect(digest).toContain('101: main.c:3: error: x\n');
    expect(digest).toMatch(/… \d+ lines and \d+\.\d MB left out\n/);
    expect(digest).toMatch(/\nthe last line$/);
  });
});
