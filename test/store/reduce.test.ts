import { describe, expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { emptyState } from '../../src/store/empty-state.ts';
import { toldInRequest } from '../../src/store/ledger.ts';
import { reduce, reduceAll } from '../../src/store/reduce.ts';
import type { State } from '../../src/store/state.ts';
import { foldTasks, noTasks } from '../../src/store/tasks.ts';
import { prompt, question, started, story } from '../fixtures/story.ts';
import { endedTask, runningTask } from '../fixtures/tasks.ts';

const tool = { name: 'bash', verb: 'ran', subject: 'ls' };
const usage = { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 };
const said = (text: string): AgentEvent => ({
  type: 'assistant_message',
  at: 5,
  message: { role: 'assistant', blocks: [{ kind: 'text', text }] },
});
const result = (isError: boolean): AgentEvent => ({
  type: 'tool_done',
  at: 6,
  result: { kind: 'tool-result', callId: 'a', text: '', isError, summary: 'exit 1', taskId: '1f3a9c2e' },
});

const answered = (text: string) =>
  ({
    type: 'tool_done',
    at: 6,
    result: { kind: 'tool-result', callId: 'a', text, isError: false, summary: 'exit 0' },
  }) as const;
const thoughtSaid: AgentEvent = {
  type: 'assistant_message',
  at: 5,
  message: { role: 'assistant', blocks: [{ kind: 'thinking', text: 'hm', signature: 's' }] },
};

function after(...events: readonly AgentEvent[]): State {
  return events.reduce((state, event) => reduce(state, event, 99), emptyState);
}

function items(...events: readonly AgentEvent[]): readonly object[] {
  return after(...events).conversation.items.map(({ id: _, ...content }) => content);
}

describe('the conversation', () => {
  const call: AgentEvent = { type: 'tool_call_delta', callId: 'a', name: 'bash', inputChars: 3 };
  const began: AgentEvent = { type: 'tool_started', at: 4, callId: 'a', tool };
  const shell: AgentEvent = { type: 'shell_started', at: 1, command: 'ls', taskId: '1f3a9c2e', background: false };
  const shellDone: AgentEvent = { type: 'shell_done', at: 2, taskId: '1f3a9c2e', summary: 'exit 0', output: 'a\nb' };

  test.each<{ title: string; events: readonly AgentEvent[]; shown: readonly object[] }>([
    {
      title: 'a typed prompt is shown when the model is told',
      events: [{ type: 'prompt_queued', id: 1, text: 'hi' }],
      shown: [],
    },
    { title: 'a prompt', events: prompt('hi'), shown: [{ kind: 'prompt', text: 'hi' }] },
    {
      title: 'words that stream grow one item',
      events: [
        { type: 'text_delta', text: 'one ' },
        { type: 'text_delta', text: 'two' },
      ],
      shown: [{ kind: 'assistant', text: 'one two', streaming: true }],
    },
    {
      title: 'thinking and saying are two items',
      events: [
        { type: 'thinking_delta', text: 'hm' },
        { type: 'text_delta', text: 'so' },
      ],
      shown: [
        { kind: 'thinking', text: 'hm', streaming: false, startedAt: 99, took: 0 },
        { kind: 'assistant', text: 'so', streaming: true },
      ],
    },
    {
      title: 'a call about which the user is asked waits',
      events: [began, question],
      shown: [{ kind: 'tool', callId: 'a', tool, state: 'asking', runsSince: 99, summary: '' }],
    },
    {
      title: 'a call runs when the user has answered',
      events: [began, question, { type: 'question_answered', id: 'q1', answer: { kind: 'once' } }],
      shown: [{ kind: 'tool', callId: 'a', tool, state: 'running', runsSince: 99, summary: '' }],
    },
    {
      title: 'an answer that was cut by its limit says how to get the rest',
      events: [
        { type: 'text_delta', text: 'so' },
        { type: 'request_done', at: 5, stopReason: 'max_tokens', usage },
      ],
      shown: [
        { kind: 'assistant', text: 'so', streaming: false },
        { kind: 'problem', text: 'Response cut off at the output limit. Type “continue” for the rest.' },
      ],
    },
    {
      title: "a user's command does not cut what the model is saying",
      events: [{ type: 'text_delta', text: 'one ' }, shell, { type: 'text_delta', text: 'two' }, said('one two')],
      shown: [
        { kind: 'assistant', text: 'one two', streaming: false },
        expect.objectContaining({ kind: 'shell', command: 'ls' }),
      ],
    },
    {
      title: 'what was streamed is not said twice',
      events: [{ type: 'request_started', at: 1, request: 1 }, { type: 'text_delta', text: 'so' }, said('so')],
      shown: [{ kind: 'assistant', text: 'so', streaming: false }],
    },
    {
      title: 'what was not streamed is said by the message',
      events: [{ type: 'request_started', at: 1, request: 1 }, said('so')],
      shown: [{ kind: 'assistant', text: 'so', streaming: false }],
    },
    {
      title: 'a call that is being written',
      events: [call, call],
      shown: [
        {
          kind: 'tool',
          callId: 'a',
          tool: { name: 'bash', verb: 'writing', subject: 'bash' },
          state: 'writing',
          summary: '',
        },
      ],
    },
    {
      title: 'a running call',
      events: [call, began],
      shown: [{ kind: 'tool', callId: 'a', tool, state: 'running', runsSince: 4, summary: '' }],
    },
    {
      title: 'a call with its task',
      events: [began, { type: 'tool_task', callId: 'a', taskId: 'b0' }],
      shown: [{ kind: 'tool', callId: 'a', tool, state: 'running', runsSince: 4, summary: '', taskId: 'b0' }],
    },
    {
      title: 'a call that failed',
      events: [began, result(true)],
      shown: [
        {
          kind: 'tool',
          callId: 'a',
          tool,
          state: 'failed',
          runsSince: 4,
          summary: 'exit 1',
          text: '',
          taskId: '1f3a9c2e',
        },
      ],
    },
    {
      title: 'a call that went well',
      events: [began, result(false)],
      shown: [
        {
          kind: 'tool',
          callId: 'a',
          tool,
          state: 'done',
          runsSince: 4,
          summary: 'exit 1',
          text: '',
          taskId: '1f3a9c2e',
        },
      ],
    },
    {
      title: 'a call keeps what it answered, of a long answer the two ends, and what it changed',
      events: [began, { ...answered('a'.repeat(50_000)), change: { lines: ['+a'], hidden: 0 } }],
      shown: [
        expect.objectContaining({
          text: expect.stringMatching(/^a{4000}\n…\na{6000}$/),
          change: { lines: ['+a'], hidden: 0 },
        }),
      ],
    },
    {
      title: 'thinking counts its time, and is said once',
      events: [{ type: 'thinking_delta', text: 'hm' }, thoughtSaid],
      shown: [{ kind: 'thinking', text: 'hm', streaming: false, startedAt: 99, took: 0 }],
    },
    {
      title: 'a recorded thought is shown without a time',
      events: [thoughtSaid],
      shown: [{ kind: 'thinking', text: 'hm', streaming: false, startedAt: 0, took: null }],
    },
    {
      title: 'a call that was never written to its end is gone',
      events: [call, { type: 'request_aborted', at: 9 }],
      shown: [],
    },
    {
      title: 'an interruption says that tasks go on',
      events: [
        { type: 'task_started', task: runningTask() },
        { type: 'turn_ended', at: 9, reason: 'interrupted' },
      ],
      shown: [{ kind: 'note', text: 'Interrupted. One task goes on.' }],
    },
    {
      title: 'a failed request says what to do',
      events: [{ type: 'request_failed', at: 9, failure: { kind: 'not-found', sentence: 'Choose another.' } }],
      shown: [{ kind: 'problem', text: 'Choose another.' }],
    },
    {
      title: 'a problem',
      events: [{ type: 'problem', at: 1, sentence: 'Full.' }],
      shown: [{ kind: 'problem', text: 'Full.' }],
    },
    {
      title: "the user's own command, while it runs",
      events: [shell],
      shown: [
        {
          kind: 'shell',
          taskId: '1f3a9c2e',
          command: 'ls',
          background: false,
          state: 'running',
          summary: '',
          output: '',
        },
      ],
    },
    {
      title: "the user's own command, when it ended",
      events: [
        shell,
        { type: 'task_started', task: runningTask() },
        { type: 'task_done', task: endedTask() },
        shellDone,
      ],
      shown: [
        {
          kind: 'shell',
          taskId: '1f3a9c2e',
          command: 'ls',
          background: false,
          state: 'done',
          summary: 'exit 0',
          output: 'a\nb',
        },
      ],
    },
    {
      title: "the user's background task",
      events: [{ ...shell, background: true }],
      shown: [
        {
          kind: 'shell',
          taskId: '1f3a9c2e',
          command: 'ls',
          background: true,
          state: 'done',
          summary: '1f3a9c2e started',
          output: '',
        },
      ],
    },
  ])('$title', ({ events, shown }) => {
    expect(items(...events)).toEqual(shown);
  });

  test("a user's command that failed is shown as failed", () => {
    const bad = endedTask({}, { kind: 'exited', code: 2, at: 3, by: 'itself', leftRunning: 0 });
    expect(items(shell, { type: 'task_done', task: bad }, shellDone)).toMatchObject([{ state: 'failed' }]);
  });

  test('a notice names the request in which it is told', () => {
    const notice = story.findIndex((event) => event.type === 'user_message' && event.told.length > 0);
    const state = after(...story.slice(0, notice + 1));
    expect(state.conversation.items.at(-1)).toMatchObject({ kind: 'notice', request: 3 });
  });

  test('a task that becomes known only after its end was told, as in a session taken up again, was told in that request', () => {
    const notice = story.findIndex((event) => event.type === 'user_message' && event.told.length > 0);
    const recorded = story.slice(0, notice).filter(({ type }) => !type.startsWith('task_'));
    const news = { id: '1f3a9c2e', kind: 'ended', taskId: '1f3a9c2e', line: 'npm install completed' } as const;
    const told = [{ type: 'news_unread', at: 1, news } as const, ...story.slice(notice, notice + 1)];
    const state = after(...recorded, ...told, { type: 'task_done', task: endedTask() });
    expect(state.tasks.byId['1f3a9c2e']).toBeDefined();
    expect(toldInRequest(state.ledger, '1f3a9c2e')).toBe(3);
  });

  test('an item that did not change stays the same object', () => {
    const before = after(...story);
    const next = reduce(before, { type: 'text_delta', text: '!' }, 99);
    expect(next.conversation.items[0]).toBe(before.conversation.items[0]);
    expect(next.tasks).toBe(before.tasks);
    expect(next.ui).toBe(before.ui);
  });
});

describe('the session', () => {
  test.each<{ event: AgentEvent; kind: string; since?: number }>([
    { event: { type: 'turn_started', at: 7, cause: 'notice' }, kind: 'waiting', since: 7 },
    { event: { type: 'text_delta', text: 'a' }, kind: 'writing', since: 99 },
    { event: { type: 'thinking_delta', text: 'a' }, kind: 'thinking', since: 99 },
    { event: { type: 'tool_started', at: 8, callId: 'a', tool }, kind: 'tools', since: 8 },
    { event: question, kind: 'asking', since: 56_000 },
    { event: { type: 'turn_ended', at: 9, reason: 'answered' }, kind: 'idle' },
  ])('$event.type makes it $kind', ({ event, kind, since }) => {
    expect(after(started, event).session.activity).toEqual(since === undefined ? { kind } : { kind, since });
  });

  test('a thought counts from its beginning, whatever comes of it and however long nothing does', () => {
    const events: readonly AgentEvent[] = [
      { type: 'thinking_delta', text: '' },
      { type: 'thinking_delta', text: 'hm' },
      { type: 'request_silent', since: 3_000 },
      { type: 'request_silent', since: null },
      { type: 'thinking_delta', text: '' },
    ];
    const { session } = events.reduce((state, event, n) => reduce(state, event, n * 1_000), after(started));
    expect(session.activity).toEqual({ kind: 'thinking', since: 0 });
  });

  test('an activity that goes on keeps its beginning', () => {
    const before = reduce(emptyState, { type: 'text_delta', text: 'a' }, 10);
    expect(reduce(before, { type: 'text_delta', text: 'b' }, 20).session.activity).toBe(before.session.activity);
  });

  test('a prompt waits until it is told', () => {
    expect(after({ type: 'prompt_queued', id: 1, text: 'hi' }).session.queued).toEqual([{ id: 1, text: 'hi' }]);
    expect(after(...prompt('hi')).session.queued).toEqual([]);
  });

  test('a question is gone when it is answered, and only then', () => {
    expect(after(question).session.question?.question.id).toBe('q1');
    const other: AgentEvent = { type: 'question_answered', id: 'q2', answer: { kind: 'once' } };
    expect(after(question, other).session.question).not.toBeNull();
    expect(after(question, { ...other, id: 'q1' }).session.question).toBeNull();
    expect(after(question, { type: 'task_done', task: endedTask() }).session.question).not.toBeNull();
  });

  test('what was said of an answer that broke off is marked, and the next one begins anew', () => {
    const failure = { kind: 'connection', sentence: 'It broke.' } as const;
    const broken: AgentEvent = { type: 'request_failed', at: 2, failure, mended: true };
    const begun: AgentEvent = { type: 'request_started', at: 1, request: 1 };
    const shown = items(begun, { type: 'text_delta', text: 'Half' }, broken, { ...begun, request: 2 }, said('All.'));
    expect(shown).toMatchObject([
      { kind: 'assistant', text: 'Half', streaming: false },
      { kind: 'note', text: expect.stringContaining('Broken off here') },
      { kind: 'assistant', text: 'All.' },
    ]);
    expect(items(begun, broken)).toEqual([]);
  });

  test('only what may pass can be asked again by a key', () => {
    const failed = (kind: 'overloaded' | 'authentication'): AgentEvent => ({
      type: 'request_failed',
      at: 2,
      failure: { kind, sentence: 'No.' },
    });
    expect(items(failed('overloaded'))).toMatchObject([{ text: 'No. Press Enter to ask again.' }]);
    expect(items(failed('authentication'))).toMatchObject([{ text: 'No.' }]);
  });

  test('a repeated request says why until words come', () => {
    const retrying = after({ type: 'request_retrying', sentence: 'Busy.' });
    expect(retrying.session.retrying).toBe('Busy.');
    expect(reduce(retrying, { type: 'text_delta', text: 'a' }, 1).session.retrying).toBeNull();
  });

  test('unread ends are gone when they are told', () => {
    const unread = after({ type: 'unread_changed', taskIds: ['a', 'b'] });
    const message: AgentEvent = {
      type: 'user_message',
      at: 1,
      message: { role: 'user', blocks: [] },
      told: ['a'],
      promptIds: [],
    };
    expect(reduce(unread, message, 1).session.unread).toEqual(['b']);
  });

  test('tokens are those of the last request', () => {
    expect(after({ type: 'request_done', at: 1, stopReason: 'end_turn', usage }).session.usage).toEqual(usage);
  });
});

describe('the tasks', () => {
  test('keep the order of their start and their newest state', () => {
    const state = after(
      { type: 'task_started', task: runningTask({ id: 'a' }) },
      { type: 'task_started', task: runningTask({ id: 'b' }) },
      { type: 'task_output', id: 'a', output: { size: 3, lastLine: 'hey' } },
      { type: 'task_done', task: endedTask({ id: 'b' }) },
    );
    expect(state.tasks.order).toEqual(['a', 'b']);
    expect(state.tasks.byId['a']?.output.lastLine).toBe('hey');
    expect(state.tasks.byId['b']?.status.phase).toBe('done');
  });

  test('forget the oldest of very many that ended, never one that runs', () => {
    const ended = Array.from({ length: 601 }, (_, n): AgentEvent => ({
      type: 'task_done',
      task: endedTask({ id: `t${n}` }),
    }));
    const state = after({ type: 'task_started', task: runningTask({ id: 'live' }) }, ...ended);
    expect(state.tasks.order).toHaveLength(501);
    expect(state.tasks.order.slice(0, 2)).toEqual(['live', 't101']);
    expect(Object.keys(state.tasks.byId)).toHaveLength(501);
  });

  test('output of an unknown task is nobody’s', () => {
    expect(after({ type: 'task_output', id: 'x', output: { size: 1, lastLine: '' } }).tasks).toBe(noTasks);
  });
});

describe('many events at once', () => {
  const ids = Array.from({ length: 50 }, (_, index) => (0x10000000 + index).toString(16));
  const events: readonly AgentEvent[] = [
    ...ids.map((id) => ({ type: 'task_started', task: runningTask({ id, attended: true }) }) as const),
    ...ids.map((id) => ({ type: 'task_changed', task: runningTask({ id }) }) as const),
    ...ids.map((id) => ({ type: 'task_output', id, output: { size: 9, lastLine: id } }) as const),
    ...ids.map((id) => ({ type: 'task_done', task: endedTask({ id }) }) as const),
  ];

  test('come to the same as one after the other, and leave the state before as it was', () => {
    const before = reduce(emptyState, { type: 'task_started', task: runningTask() }, 1);
    const kept = structuredClone(before);
    expect(reduceAll(before, events, 5)).toEqual(events.reduce((state, event) => reduce(state, event, 5), before));
    expect(before).toEqual(kept);
  });

  test('copy the list of tasks once', () => {
    const fold = foldTasks();
    const first = fold(noTasks, { type: 'task_started', task: runningTask() }, 1);
    const last = events.reduce((state, event) => fold(state, event, 1), first);
    expect(last.byId).toBe(first.byId);
    expect(noTasks.order).toEqual([]);
  });
});
