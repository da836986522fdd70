import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { describeOutcome } from '../../src/background/task-outcome.ts';
import { isEnded, type TaskId } from '../../src/background/task.ts';
import { openBackground } from './open-background.ts';
import { openScripted, phases, type Scripted } from './scripted-executor.ts';

const limited = { command: 'x', cwd: '/', timeLimit: 1_000, startedBy: 'user', sessionId: 's' } as const;

function open(parallel = Infinity) {
  let count = 0;
  const scripted = openScripted({ newId: () => `${(count += 1)}`, parallel });
  const add = (more: object = {}) => scripted.manager.run({ ...limited, ...more }).id;
  const run = (id: TaskId) => scripted.executor.runs.get(id);
  const phase = (id: TaskId) => scripted.manager.get(id)?.status.phase;
  return { ...scripted, add, run, phase };
}

function endWords({ manager }: Scripted, id: TaskId): string | undefined {
  const task = manager.get(id);
  return task !== undefined && isEnded(task) ? describeOutcome(task.status.end) : undefined;
}

describe('a task that has to wait', () => {
  test('is told as queued, then like every other, and has a log when it was started', () => {
    const { manager, events, add, run, executor } = open(1);
    const [first, second] = [add(), add()];
    expect(manager.get(second)).toMatchObject({ status: { phase: 'queued', since: 10, waitsFor: [] }, logFolder: '' });
    expect(executor.runs.size).toBe(1);
    run(first)?.end();
    expect(manager.get(second)).toMatchObject({ status: { phase: 'starting' }, logFolder: `/tasks/${second}` });
    run(second)?.listener.onRunning(60);
    run(second)?.end();
    const ofSecond = events.filter((event) => event.type !== 'task_output' && event.task.id === second);
    expect(ofSecond.map(({ type }) => type)).toEqual(['task_started', 'task_changed', 'task_changed', 'task_done']);
    expect(phases(ofSecond)).toEqual(['queued', 'starting', 'running', 'done']);
  });

  test('says for whom it waits as they end', () => {
    const { manager, add, run } = open();
    const id = add({ after: [add()], afterAnyEnd: [add()] });
    expect(manager.get(id)?.status).toMatchObject({ waitsFor: ['1', '2'] });
    run('1')?.end();
    expect(manager.get(id)?.status).toMatchObject({ waitsFor: ['2'] });
    run('2')?.end({ end: { kind: 'exited', code: 1 } });
    expect(manager.get(id)?.status).toMatchObject({ phase: 'starting' });
  });

  test('reaches its time limit only from when it runs', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { add, run, phase } = open(1);
    const [first, second] = [add({ timeLimit: 60_000 }), add()];
    vi.advanceTimersByTime(5_000);
    run(first)?.end();
    run(second)?.listener.onRunning(60);
    vi.advanceTimersByTime(999);
    expect(phase(second)).toBe('running');
  });

  test('is skipped with all that need it when what it needs fails, and says why', () => {
    const scripted = open();
    const { add, run, phase } = scripted;
    const [build] = [add()];
    const deploy = add({ after: [build] });
    const announce = add({ after: [deploy] });
    const clean = add({ afterAnyEnd: [announce] });
    run(build)?.end({ end: { kind: 'exited', code: 2 } });
    expect(endWords(scripted, deploy)).toBe('skipped: it needed 1, which failed (exit 2)');
    expect(endWords(scripted, announce)).toBe('skipped: it needed 2, which was skipped because 1 failed (exit 2)');
    expect(phase(clean)).toBe('starting');
  });

  test('is told as started and as done when it came too late', () => {
    const { events, add, run } = open();
    run(add())?.end({ end: { kind: 'exited', code: 2 } });
    add({ after: ['1'] });
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['task_started', 'task_done']);
    expect(phases(events).slice(-2)).toEqual(['queued', 'done']);
  });
});

describe('a queued task that is stopped', () => {
  test.each(['user', 'model'] as const)('by the %s has never run, and says so', async (by) => {
    const scripted = open(1);
    const { manager, add, phase, executor } = scripted;
    add();
    const [second, third] = [add(), add({ after: ['2'] })];
    expect(await manager.stop(second, by)).toMatchObject({ kind: 'stopped', task: { id: second } });
    expect(endWords(scripted, second)).toBe(`skipped: it had not started, stopped by the ${by}`);
    expect(endWords(scripted, third)).toBe('skipped: it needed 2, which was skipped');
    expect(await manager.stop(second, by)).toMatchObject({ kind: 'ended' });
    expect(phase('1')).toBe('starting');
    expect(executor.runs.size).toBe(1);
  });

  test('settles who waits for its end, and has no log', async () => {
    const { manager, add } = open(1);
    add();
    const id = add();
    const waiting = manager.waitForEnd(id);
    await manager.stop(id, 'user');
    expect((await waiting)?.status.end.kind).toBe('skipped');
    expect(await manager.digest(id)).toEqual({ text: '', lines: [] });
    expect(await manager.readLog(id, { before: 'end', bytes: 10 })).toMatchObject({ lines: [] });
  });
});

test('closing skips what is queued, and starts nothing', async () => {
  const scripted = open(1);
  const { manager, add, executor } = scripted;
  add();
  const id = add();
  await manager.close();
  expect(endWords(scripted, id)).toBe('skipped: it had not started, stopped when meanwhile quit');
  expect(executor.runs.size).toBe(1);
});

test('a listener that stops or starts tasks while others are started breaks no rule', async () => {
  const { manager, add, run, executor, phase } = open(2);
  const first = [add(), add()];
  const [third, fourth] = [add(), add()];
  manager.subscribe((event) => {
    if (event.type !== 'task_changed' || event.task.id !== third || event.task.status.phase !== 'starting') return;
    void manager.stop(fourth, 'user');
    add();
  });
  first.forEach((id) => run(id)?.end());
  expect([third, fourth].map(phase)).toEqual(['starting', 'done']);
  expect(phase('5')).toBe('starting');
  expect(executor.runs.size).toBe(4);
});

test('a chain of real commands runs one after the other, in the order of its dependencies', async () => {
  const { manager, run, runToEnd, printed } = await openBackground();
  const note = (name: string) => `echo +${name} >> order; sleep 0.1; echo -${name} >> order`;
  const first = run(note('a'));
  const second = run(note('b'), { after: [first.id] });
  await manager.waitForEnd(run(note('c'), { after: [second.id] }).id);
  const { id } = await runToEnd('cat order');
  expect(await printed(id)).toBe('+a\n-a\n+b\n-b\n+c\n-c\n');
});

test('of real commands no more run at once than there are places', async () => {
  const { manager, events, run } = await openBackground({ parallel: 2 });
  const tasks = Array.from({ length: 6 }, () => run('sleep 0.05', { timeLimit: 60_000 }));
  await Promise.all(tasks.map(({ id }) => manager.waitForEnd(id)));
  let live = 0;
  const counts = events.map((event) => {
    if (event.type === 'task_done') live -= 1;
    if ((event.type === 'task_started' || event.type === 'task_changed') && event.task.status.phase === 'starting')
      live += 1;
    return live;
  });
  expect(Math.max(...counts)).toBe(2);
  expect(live).toBe(0);
});

test('what another manager had queued waits on under its id, for the session that took it over', () => {
  const before = open(1);
  before.add();
  const waiting = [before.add(), before.add({ after: ['2'] })].map((id) => before.manager.get(id)!);
  const { manager, events, run, phase } = open(1);
  manager.queueAgain(waiting, 'next');
  expect([phase('2'), phase('3')]).toEqual(['starting', 'queued']);
  expect(manager.get('3')).toMatchObject({ spec: { sessionId: 'next' }, status: { waitsFor: ['2'] } });
  run('2')?.end();
  expect(phase('3')).toBe('starting');
  manager.queueAgain(waiting, 'next');
  expect(events.filter(({ type }) => type === 'task_started')).toHaveLength(2);
});
