import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { LogPage } from '../../src/background/task-log.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeSession } from '../fixtures/fake-session.ts';
import { prompt, question, server, started, tests } from '../fixtures/story.ts';
import { endedTask, exitZero, runningTask } from '../fixtures/tasks.ts';

function open(session = createFakeSession()) {
  const clock = { now: 60_000 };
  const quits: string[] = [];
  const store = createStore({
    session,
    now: () => clock.now,
    exportSession: async (file) => `Exported to ${file}.`,
    onQuit: (tasks) => quits.push(tasks),
  });
  onTestFinished(() => store.close());
  const type = (text: string) => store.actions.edit({ type: 'insert', text });
  return { session, store, clock, quits, type, ui: () => store.getState().ui, ...store.actions };
}

describe('events', () => {
  test('words and output wait for each other, and reach the screen in one change', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { session, store } = open();
    session.emit({ type: 'task_started', task: runningTask({ id: 'a' }) });
    const changes = vi.fn();
    store.subscribe(changes);
    for (const letter of 'hello') session.emit({ type: 'text_delta', text: letter });
    for (let size = 1; size <= 100; size++)
      session.emit({ type: 'task_output', id: 'a', output: { size, lastLine: `${size}` } });
    expect(changes).not.toHaveBeenCalled();
    vi.advanceTimersByTime(66);
    expect(changes).toHaveBeenCalledOnce();
    expect(store.getState().conversation.items.at(-1)).toMatchObject({ text: 'hello' });
    expect(store.getState().tasks.byId['a']?.output.size).toBe(100);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('output alone reaches the screen at most five times a second', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { session, store } = open();
    session.emit({ type: 'task_started', task: runningTask({ id: 'a' }) });
    const changes = vi.fn();
    store.subscribe(changes);
    for (let size = 1; size <= 100; size++) {
      session.emit({ type: 'task_output', id: 'a', output: { size, lastLine: `${size}` } });
      vi.advanceTimersByTime(20);
    }
    expect(changes).toHaveBeenCalledTimes(10);
  });

  test('everything else comes at once, after what came before it', () => {
    const { session, store } = open();
    session.emit({ type: 'text_delta', text: 'so' });
    session.emit({ type: 'turn_ended', at: 1, reason: 'answered' });
    expect(store.getState().conversation.items).toMatchObject([{ text: 'so', streaming: false }]);
  });
});

test('of hundreds of tasks that start at once the first come at once, the others together', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { session, store } = open();
  const changes = vi.fn();
  store.subscribe(changes);
  for (let task = 0; task < 500; task++) session.emit({ type: 'task_started', task: runningTask({ id: `${task}` }) });
  expect(store.getState().tasks.order.length).toBeGreaterThan(10);
  vi.advanceTimersByTime(200);
  expect(store.getState().tasks.order).toHaveLength(500);
  expect(changes.mock.calls.length).toBeLessThan(150);
  vi.advanceTimersByTime(2_000);
  session.emit({ type: 'task_started', task: runningTask({ id: 'later' }) });
  expect(store.getState().tasks.order).toHaveLength(501);
});

describe('the draft', () => {
  test.each([
    { draft: 'fix it', asked: ['submit', 'fix it'] },
    { draft: '!ls', asked: ['runShell', 'ls'] },
    { draft: '&make', asked: ['runBackground', 'make'] },
    { draft: '', asked: ['submit', ''] },
    { draft: '/mcp files:review src/a and b', asked: ['submitMcpPrompt', 'files:review', 'src/a and b'] },
  ])('"$draft" is sent as $asked', ({ draft, asked }) => {
    const { session, submit, type, ui } = open();
    type(draft);
    submit();
    expect(session.asked).toEqual([asked]);
    expect(ui().editor.text).toBe('');
  });

  test('stays when it is no command, and the next key takes the hint away', () => {
    const { session, submit, type, ui } = open();
    type('/frobnicate');
    submit();
    expect(session.asked).toEqual([]);
    expect(ui()).toMatchObject({ editor: { text: '/frobnicate' }, hint: expect.stringContaining('/frobnicate') });
    type('!');
    expect(ui().hint).toBeNull();
  });

  test('/stop and /log take the beginning of an id', () => {
    const { session, submit, type, ui } = open();
    session.emit({ type: 'task_started', task: server });
    type('/stop c0f');
    submit();
    expect(session.asked).toEqual([['stopTask', 'c0ffee42']]);
    type('/log c0f');
    submit();
    expect(ui()).toMatchObject({ view: 'log', log: { taskId: 'c0ffee42' } });
  });
});

describe('leaving', () => {
  test('ctrl+c clears the draft first, then asks for a second press', () => {
    const { leave, type, ui, quits } = open();
    type('half a sen');
    leave();
    expect(ui().editor.text).toBe('');
    leave();
    expect(ui().confirming).toEqual({ kind: 'leave' });
    expect(quits).toEqual([]);
    leave();
    expect(quits).toEqual(['keep']);
  });

  test('a key in between takes the first press back', () => {
    const { leave, focus, quits } = open();
    leave();
    focus('input');
    leave();
    expect(quits).toEqual([]);
  });

  test('with tasks running it asks what becomes of them', () => {
    const { session, quit, quitNow, ui, quits } = open();
    session.emit({ type: 'task_started', task: server });
    quit();
    expect(ui().confirming).toMatchObject({ kind: 'quit' });
    quitNow('stop');
    expect(quits).toEqual(['stop']);
  });

  test('the question is gone when the last task ends by itself', () => {
    const { session, quit, ui, quits } = open();
    session.emit({ type: 'task_started', task: tests });
    session.emit({ type: 'task_started', task: server });
    quit();
    session.emit({ type: 'task_done', task: endedTask({ id: tests.id }) });
    expect(ui().confirming).toMatchObject({ kind: 'quit' });
    session.emit({ type: 'task_done', task: endedTask({ id: server.id }) });
    expect(ui()).toMatchObject({ confirming: null, hint: expect.stringContaining('Every task has ended') });
    expect(quits).toEqual([]);
  });

  test('with only ended tasks it does not ask', () => {
    const { session, quit, quits } = open();
    session.emit({ type: 'task_done', task: endedTask() });
    quit();
    expect(quits).toEqual(['keep']);
  });
});

describe('stopping a task', () => {
  test('asks once, then stops', () => {
    const { session, clock, stopTask, confirmTask, ui } = open();
    session.emit({ type: 'task_started', task: tests });
    stopTask(tests.id);
    expect(session.asked).toEqual([]);
    expect(ui().confirming).toMatchObject({ kind: 'stop', id: tests.id });
    clock.now += 249;
    confirmTask();
    expect(session.asked).toEqual([]);
    clock.now += 1;
    confirmTask();
    expect(session.asked).toEqual([['stopTask', tests.id]]);
  });

  test('another task is asked about anew', () => {
    const { session, stopTask } = open();
    session.emit({ type: 'task_started', task: tests });
    session.emit({ type: 'task_started', task: server });
    stopTask(tests.id);
    stopTask(server.id);
    expect(session.asked).toEqual([]);
  });

  test('of one that has ended stops what it left running; what left nothing is not asked about', () => {
    const { session, clock, stopTask, confirmTask, ui } = open();
    session.emit({ type: 'task_done', task: endedTask({ id: tests.id }) });
    stopTask(tests.id);
    expect(ui().confirming).toBeNull();
    session.emit({ type: 'task_done', task: endedTask({ id: tests.id }, { ...exitZero, leftRunning: 1 }) });
    stopTask(tests.id);
    clock.now += 250;
    confirmTask();
    expect(session.asked).toEqual([['stopTask', tests.id]]);
  });

  test('the question is gone when the task ends by itself', () => {
    const { session, stopTask, ui } = open();
    session.emit({ type: 'task_started', task: tests });
    stopTask(tests.id);
    session.emit({ type: 'task_done', task: endedTask({ id: tests.id }) });
    expect(ui().confirming).toBeNull();
  });
});

describe('pausing and running again', () => {
  const paused = { ...tests, status: { phase: 'paused', startedAt: 1_000, since: 2_000 } } as const;
  const queued = { ...tests, status: { phase: 'queued', since: 1_000, waitsFor: [] } } as const;
  const agent = { ...tests, spec: { ...tests.spec, hosted: { kind: 'agent' } } } as const;

  test.each([
    { draft: '/pause 77', task: tests, asked: [['pauseTask', tests.id]], hint: null },
    { draft: '/resume 77', task: paused, asked: [['resumeTask', tests.id]], hint: null },
    { draft: '/rerun 77', task: tests, asked: [['rerunTask', tests.id]], hint: null },
    { draft: '/pause 77', task: queued, asked: [], hint: 'It cannot be paused: it has not started yet.' },
    { draft: '/pause 77', task: agent, asked: [], hint: 'It cannot be paused: it runs inside this program.' },
    { draft: '/pause 77', task: paused, asked: [], hint: 'It cannot be paused: it is paused already.' },
    { draft: '/resume 77', task: tests, asked: [], hint: 'It cannot be resumed: it runs.' },
  ])('$draft of a task that is $task.status.phase: $hint', ({ draft, task, asked, hint }) => {
    const { session, submit, type, ui } = open();
    session.emit({ type: 'task_started', task });
    type(draft);
    submit();
    expect(session.asked).toEqual(asked);
    expect(ui().hint).toBe(hint);
  });

  test('an ended task runs again at once, a living one when that is confirmed', () => {
    const { session, clock, rerunTask, confirmTask, stopTask, ui } = open();
    session.emit({ type: 'task_started', task: tests });
    rerunTask(tests.id);
    expect(ui().confirming).toMatchObject({ kind: 'rerun', id: tests.id });
    stopTask(tests.id);
    rerunTask(tests.id);
    expect(session.asked).toEqual([]);
    clock.now += 250;
    confirmTask();
    expect(session.asked).toEqual([['rerunTask', tests.id]]);
    session.emit({ type: 'task_done', task: endedTask({ id: tests.id }) });
    rerunTask(tests.id);
    expect(session.asked).toHaveLength(2);
  });

  test('who reads the log of a task and runs it again reads on in the log of the new one', () => {
    const { session, rerunTask, openLog, ui } = open(createFakeSession({ again: server.id }));
    session.emit({ type: 'task_done', task: endedTask({ id: tests.id }) });
    session.emit({ type: 'task_started', task: server });
    rerunTask(tests.id);
    expect(ui().view).toBe('main');
    openLog(tests.id);
    rerunTask(tests.id);
    expect(ui()).toMatchObject({ view: 'log', log: { taskId: server.id } });
  });
});

describe("the model's question", () => {
  test.each([
    { kind: 'once' as const, answer: { kind: 'once' } },
    { kind: 'session' as const, answer: { kind: 'session' } },
  ])('is answered $kind', ({ kind, answer }) => {
    const { session, ...actions } = open();
    session.emit(question);
    actions.answer(kind);
    expect(session.asked).toEqual([['answer', 'q1', answer]]);
  });

  test('a no goes with a word', () => {
    const { session, startReply, editReply, sendReply } = open();
    session.emit(question);
    startReply();
    editReply({ type: 'insert', text: ' use pnpm ' });
    sendReply();
    expect(session.asked).toEqual([['answer', 'q1', { kind: 'no', word: 'use pnpm' }]]);
  });

  test('a question that is gone is not answered', () => {
    const { session, answer, sendReply } = open();
    answer('once');
    sendReply();
    expect(session.asked).toEqual([]);
  });

  test('a half-written no does not wait for the next question', () => {
    const { session, startReply, ui } = open();
    session.emit(question);
    startReply();
    session.emit({ type: 'question_answered', id: 'q1', answer: 'withdrawn' });
    expect(ui().reply).toBeNull();
  });
});

describe('a log', () => {
  const page = (from: number, to: number, size: number): LogPage => ({
    lines: Array.from({ length: to - from }, (_, n) => ({ kind: 'text', text: `${from + n}` })),
    from,
    to,
    size,
    atStart: from === 0,
    atEnd: to === size,
  });

  test('opens at its end, follows, and reads what comes before', async () => {
    let size = 200;
    const readLog = vi.fn(async (_id: string, query: object): Promise<LogPage> => {
      if ('after' in query) return page(query.after as number, size, size);
      return (query as { before: number | 'end' }).before === 'end' ? page(100, size, size) : page(0, 100, size);
    });
    const { session, openLog, scrollLog, ui } = open(createFakeSession({ readLog }));
    session.emit({ type: 'task_started', task: server });
    openLog(server.id);
    await vi.waitFor(() => expect(ui().log?.lines).toHaveLength(100));
    size = 210;
    session.emit({ type: 'task_output', id: server.id, output: { size, lastLine: '' } });
    await vi.waitFor(() => expect(ui().log?.lines).toHaveLength(110));
    expect(ui().log?.top).toBeNull();
    scrollLog(-80, 20);
    await vi.waitFor(() => expect(ui().log?.lines).toHaveLength(210));
    expect(ui().log).toMatchObject({ top: 110 });
    expect(ui().log?.lines[110]).toEqual({ kind: 'text', text: '110' });
  });

  test('of a task that prints faster than can be read is followed by jumps, and everything else goes on', async () => {
    let size = 1_000_000;
    const readLog = vi.fn(async (_id: string, query: object): Promise<LogPage> => {
      size += 200_000;
      const from = 'after' in query ? (query.after as number) : size - 128_000;
      return { ...page(0, 200, size), from, to: 'after' in query ? from + 128_000 : size, atStart: false };
    });
    const { session, openLog, ui } = open(createFakeSession({ readLog }));
    session.emit({ type: 'task_started', task: server });
    openLog(server.id);
    await vi.waitFor(() => expect(ui().log?.lines).toHaveLength(200));
    for (let n = 0; n < 20; n += 1) {
      session.emit({ type: 'task_output', id: server.id, output: { size, lastLine: '' } });
      await vi.waitFor(() => expect(ui().log?.pages.at(-1)?.to).toBeGreaterThan(size - 1_500_000));
    }
    expect(readLog.mock.calls.length).toBeLessThan(500);
  });

  test('whose last page holds few lines shows what comes before at once', async () => {
    const readLog = async (_id: string, query: object): Promise<LogPage> =>
      (query as { before?: number | 'end' }).before === 'end' ? page(198, 200, 200) : page(0, 198, 200);
    const { session, openLog, ui } = open(createFakeSession({ readLog }));
    session.emit({ type: 'task_started', task: server });
    openLog(server.id);
    await vi.waitFor(() => expect(ui().log?.lines).toHaveLength(200));
    expect(ui().log?.top).toBeNull();
  });

  test('an answer that comes after the log was closed is dropped', async () => {
    let settle: (page: LogPage) => void = () => undefined;
    const readLog = () => new Promise<LogPage>((resolve) => (settle = resolve));
    const { session, openLog, closeView, ui } = open(createFakeSession({ readLog }));
    session.emit({ type: 'task_started', task: server });
    openLog(server.id);
    closeView();
    settle(page(0, 5, 5));
    await Promise.resolve();
    expect(ui().log).toBeNull();
  });
});

test('the first event is heard before anything is asked of the session', () => {
  const { session, store } = open();
  session.emit(started);
  for (const event of prompt('hi')) session.emit(event);
  expect(store.getState().session.info?.id).toBe('session-a');
});
