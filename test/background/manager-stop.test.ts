import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openScripted, phases } from './scripted-executor.ts';

describe('a stop', () => {
  test('is visible until it is true', async () => {
    const { manager, events, start } = openScripted();
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
    const { manager, events, start } = openScripted();
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
    const { manager, start } = openScripted();
    const { id, run } = start();
    void manager.stop(id, 'user');
    run.listener.onRunning(20);
    expect(manager.get(id)?.status.phase).toBe('stopping');
  });

  test('of an unknown or an ended task says so', async () => {
    const { manager, start } = openScripted();
    const { id, run } = start();
    run.end();
    expect(await manager.stop('unknown', 'user')).toEqual({ kind: 'unknown' });
    expect(await manager.stop(id, 'user')).toMatchObject({ kind: 'ended', task: { id } });
    expect(run.stops()).toBe(0);
  });

  test('that comes after the shell has ended changes nothing in how it ended', async () => {
    const { manager, start } = openScripted();
    const { id, run } = start();
    const outcome = manager.stop(id, 'user');
    run.end({ at: 9 });
    run.reportStopped();
    expect(await outcome).toMatchObject({ kind: 'ended', task: { status: { end: { kind: 'exited', by: 'itself' } } } });
  });

  test('that cannot end everything says what is left, and can be asked for again', async () => {
    const { manager, start } = openScripted();
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
    const { manager, events, start } = openScripted();
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
    const { manager, start } = openScripted();
    const { id, run } = start({ timeLimit: 1_000 });
    vi.advanceTimersByTime(5_000);
    run.listener.onRunning(10);
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
    const { manager, start } = openScripted();
    const { id, run } = start({ timeLimit });
    run.listener.onRunning(20);
    vi.advanceTimersByTime(10_000_000);
    expect(manager.get(id)?.status.phase).toBe('running');
  });

  test('does not fire after the end or after closing', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { manager, executor, events, start } = openScripted();
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
