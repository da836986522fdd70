import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { RunEnd } from '../../src/background/executor.ts';
import { openScripted, phases } from './scripted-executor.ts';

function openRunning(timeLimit: number | null = null) {
  const scripted = openScripted();
  const task = scripted.start({ timeLimit });
  task.run.listener.onRunning(20);
  return { ...scripted, ...task };
}

describe('a pause', () => {
  test('lets the run stand still until it is resumed, and both are told', async () => {
    const { manager, events, id, run } = openRunning();
    expect(await manager.pause(id)).toMatchObject({ kind: 'paused' });
    expect(manager.get(id)?.status).toEqual({ phase: 'paused', startedAt: 20, since: 10 });
    expect(await manager.resume(id)).toMatchObject({ kind: 'running' });
    expect(manager.get(id)?.status).toEqual({ phase: 'running', startedAt: 20 });
    expect(run.asked).toEqual(['pause', 'resume']);
    expect(phases(events)).toEqual(['starting', 'running', 'paused', 'running']);
  });

  test('of one that is paused, and going on of one that runs, ask nothing of it', async () => {
    const { manager, id, run } = openRunning();
    expect(await manager.resume(id)).toMatchObject({ kind: 'running' });
    await Promise.all([manager.pause(id), manager.pause(id)]);
    expect(run.asked).toEqual(['pause']);
  });

  test('and going on, asked for at once, come one after the other', async () => {
    const { manager, id, run } = openRunning();
    await Promise.all([manager.pause(id), manager.resume(id), manager.pause(id)]);
    expect(run.asked).toEqual(['pause', 'resume', 'pause']);
    expect(manager.get(id)?.status.phase).toBe('paused');
  });

  test('of a task that starts waits until it runs', async () => {
    const { manager, start } = openScripted();
    const { id, run } = start();
    const pausing = manager.pause(id);
    await Promise.resolve();
    expect(run.asked).toEqual([]);
    run.listener.onRunning(20);
    expect(await pausing).toMatchObject({ kind: 'paused' });
  });

  test('is refused by what does not run', async () => {
    const { manager, start } = openScripted({ parallel: 1 });
    const { id, run } = start({ timeLimit: 1_000 });
    const queued = manager.run({ ...manager.list()[0]!.spec });
    expect(await manager.pause(queued.id)).toMatchObject({ kind: 'refused', task: { status: { phase: 'queued' } } });
    expect(await manager.pause('unknown')).toEqual({ kind: 'unknown' });
    expect(await manager.resume('unknown')).toEqual({ kind: 'unknown' });
    run.end();
    expect(await manager.pause(id)).toMatchObject({ kind: 'refused', task: { status: { phase: 'done' } } });
    expect(run.asked).toEqual([]);
  });

  test('lets a task start that waits for a place, and going on needs none', async () => {
    const { manager, start } = openScripted({ parallel: 1 });
    const { id, run } = start({ timeLimit: 1_000 });
    run.listener.onRunning(20);
    const waiting = manager.run({ ...manager.list()[0]!.spec });
    expect(waiting.status.phase).toBe('queued');
    await manager.pause(id);
    expect(manager.get(waiting.id)?.status.phase).toBe('starting');
    expect(await manager.resume(id)).toMatchObject({ kind: 'running' });
  });

  test('that comes while the task ends or is stopped changes nothing', async () => {
    const { manager, id, run } = openRunning();
    const pausing = manager.pause(id);
    void manager.stop(id, 'user');
    expect(await pausing).toMatchObject({ kind: 'refused', task: { status: { phase: 'stopping' } } });
    run.end({ end: { kind: 'signalled', signal: 'SIGINT' } });
    expect(manager.get(id)?.status).toMatchObject({ phase: 'done', end: { by: 'user' } });
  });

  test('does not keep a task from being stopped', async () => {
    const { manager, events, id, run } = openRunning();
    await manager.pause(id);
    const outcome = manager.stop(id, 'user');
    run.end({ end: { kind: 'signalled', signal: 'SIGINT' } });
    run.reportStopped();
    expect(await outcome).toMatchObject({ kind: 'stopped' });
    expect(phases(events)).toEqual(['starting', 'running', 'paused', 'stopping', 'done']);
  });

  test('holds the time limit: what was left of it is left when the task goes on', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { manager, id } = openRunning(1_000);
    await vi.advanceTimersByTimeAsync(600);
    await manager.pause(id);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(manager.get(id)?.status.phase).toBe('paused');
    await manager.resume(id);
    await vi.advanceTimersByTimeAsync(399);
    expect(manager.get(id)?.status.phase).toBe('running');
    await vi.advanceTimersByTimeAsync(1);
    expect(manager.get(id)?.status).toMatchObject({ phase: 'stopping', by: 'time limit' });
  });
});

describe('a signal', () => {
  test.each<[string, Partial<RunEnd>, object]>([
    ['by it', { end: { kind: 'signalled', signal: 'SIGTERM' }, at: 90_000 }, { signal: 'SIGTERM', by: 'model' }],
    ['with a code soon after it', { end: { kind: 'exited', code: 0 }, at: 2_000 }, { code: 0, by: 'model' }],
    ['with a code long after it', { end: { kind: 'exited', code: 0 }, at: 2_011 }, { code: 0, by: 'itself' }],
    ['by another', { end: { kind: 'signalled', signal: 'SIGKILL' }, at: 20 }, { signal: 'SIGKILL', by: 'outside' }],
  ])('to end a task is by who sent it when the task ends %s', async (_name, end, told) => {
    const { manager, id, run } = openRunning();
    expect(await manager.signal(id, { signal: 'SIGTERM', by: 'model' })).toBe(1);
    run.end(end);
    expect(manager.get(id)?.status).toMatchObject({ end: told });
  });

  test('that is only a word to the program is not why it exits', async () => {
    const { manager, id, run } = openRunning();
    await manager.signal(id, { signal: 'SIGUSR1', by: 'model' });
    run.end({ at: 20 });
    expect(manager.get(id)?.status).toMatchObject({ end: { code: 0, by: 'itself' } });
  });

  test('stops nothing by itself', async () => {
    const { manager, events, id, run } = openRunning();
    await manager.signal(id, { signal: 'SIGHUP', by: 'model' });
    expect(run.asked).toEqual(['SIGHUP']);
    expect(phases(events)).toEqual(['starting', 'running']);
  });

  test('reaches nobody when the task is not there, has not been started or has ended', async () => {
    const { manager, start } = openScripted({ parallel: 1 });
    const { id, run, spec } = start({ timeLimit: 1_000 });
    const queued = manager.run(spec);
    const hangUp = { signal: 'SIGHUP', by: 'model' } as const;
    expect(await manager.signal(queued.id, hangUp)).toBe(0);
    run.end();
    expect(await manager.signal(id, hangUp)).toBe(0);
    expect(await manager.signal('unknown', hangUp)).toBe(0);
    expect(run.asked).toEqual([]);
  });
});
