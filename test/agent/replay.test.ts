import { describe, expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import type { UserBlock } from '../../src/agent/messages.ts';
import { replay, searchedBefore } from '../../src/agent/replay.ts';
import { endedTask, runningTask } from '../fixtures/tasks.ts';

const NOW = 99;
const id = '1f3a9c2e';

const queued: AgentEvent = { type: 'prompt_queued', id: 1, text: 'build it' };
const turnStarted: AgentEvent = { type: 'turn_started', at: 1, cause: 'prompt' };
const requestStarted: AgentEvent = { type: 'request_started', at: 1, request: 1 };
const requestDone: AgentEvent = {
  type: 'request_done',
  at: 1,
  stopReason: 'tool_use',
  usage: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 },
};
const turnEnded = (reason: 'answered' | 'interrupted' | 'failed' | 'closed'): AgentEvent => ({
  type: 'turn_ended',
  at: 1,
  reason,
});
const toModel = (
  blocks: readonly UserBlock[],
  told: readonly string[] = [],
  promptIds: readonly number[] = [],
): AgentEvent => ({
  type: 'user_message',
  at: 1,
  message: { role: 'user', blocks },
  told,
  promptIds,
});
const prompted = toModel([{ kind: 'prompt', text: 'build it' }], [], [1]);
const call = (callId: string) => ({ kind: 'tool-call', id: callId, name: 'bash', input: { command: 'make' } }) as const;
const said = (...blocks: readonly ReturnType<typeof call>[]): AgentEvent => ({
  type: 'assistant_message',
  at: 1,
  message: { role: 'assistant', blocks: blocks.length > 0 ? blocks : [{ kind: 'text', text: 'Done.' }] },
});
const toolStarted = (callId: string): AgentEvent => ({
  type: 'tool_started',
  at: 1,
  callId,
  tool: { name: 'bash', verb: 'ran', subject: 'make' },
});
const result = (callId: string, text = 'ok') =>
  ({ kind: 'tool-result', callId, text, isError: false, summary: 'exit 0' }) as const;
const taskStarted: AgentEvent = { type: 'task_started', task: runningTask() };
const taskDone: AgentEvent = { type: 'task_done', task: endedTask() };
const untilCall = [queued, turnStarted, prompted, requestStarted];
const untilTool = [...untilCall, requestDone, said(call('a'), call('b')), toolStarted('a')];

describe('a program that ended', () => {
  test('before it began leaves nothing', () => {
    expect(replay([], NOW)).toMatchObject({
      history: [],
      inbox: [],
      results: [],
      requests: 0,
      prompts: 0,
      goesOn: false,
    });
  });

  test('after the last answer has nothing to go on with', () => {
    const at = replay([...untilCall, requestDone, said(), turnEnded('answered')], NOW);
    expect(at).toMatchObject({ inbox: [], results: [], closing: [], requests: 1, prompts: 1, goesOn: false });
    expect(at.history.map(({ role }) => role)).toEqual(['user', 'assistant']);
  });

  test('before a prompt was taken asks it', () => {
    const block = { kind: 'prompt', text: 'build it' };
    expect(replay([queued, turnStarted], NOW)).toMatchObject({ inbox: [{ promptId: 1, block }], goesOn: true });
  });

  test('while the model spoke has the message answered, and closes what was open', () => {
    const closing = [
      { type: 'request_aborted', at: NOW },
      { type: 'turn_ended', at: NOW, reason: 'closed' },
    ];
    expect(replay(untilCall, NOW)).toMatchObject({ inbox: [], closing, goesOn: true });
  });

  test.each([
    ['interrupted', false],
    ['failed', true],
    ['closed', true],
  ] as const)('after a turn that %s goes on by itself: %s', (reason, goesOn) => {
    expect(replay([...untilCall, turnEnded(reason)], NOW).goesOn).toBe(goesOn);
  });

  test('while a tool ran gives every open call a result, and names the task that goes on', () => {
    const { results, closing, goesOn, told } = replay([...untilTool, taskStarted], NOW);
    expect(results.map((ran) => ran.result)).toMatchObject([
      { callId: 'a', isError: true, taskId: id, text: expect.stringMatching(`ended before this finished.*task ${id}`) },
      { callId: 'b', isError: true, text: expect.stringMatching(/ended before this ran. Nothing was done/) },
    ]);
    expect(closing.map(({ type }) => type)).toEqual(['tool_done', 'turn_ended']);
    expect({ goesOn, told }).toEqual({ goesOn: true, told: [] });
  });

  test('within calls that ran at the same time gives each its own result, or its own task', () => {
    const other = '77b0e1d4';
    const events: readonly AgentEvent[] = [
      ...untilCall,
      requestDone,
      said(call('a'), call('b'), call('c'), call('d')),
      ...['a', 'b', 'c'].map(toolStarted),
      { type: 'task_started', task: runningTask({ id: other }) },
      { type: 'tool_task', callId: 'b', taskId: other },
      taskStarted,
      { type: 'tool_task', callId: 'a', taskId: id },
      { type: 'tool_done', at: 1, result: result('b') },
    ];
    const { results, closing } = replay(events, NOW);
    expect(results.map(({ result: { callId, text, taskId } }) => [callId, taskId, text])).toEqual([
      ['a', id, expect.stringContaining(`is background task ${id}, which outlives the program`)],
      ['b', undefined, 'ok'],
      ['c', undefined, expect.stringMatching(/ended before this finished\. Look at what it has done/)],
      ['d', undefined, expect.stringContaining('ended before this ran')],
    ]);
    expect(closing.map(({ type }) => type)).toEqual(['tool_done', 'tool_done', 'turn_ended']);
  });

  test('between the start of a task and the record of its call names it where only one call can have started it', () => {
    const named: AgentEvent = { type: 'tool_task', callId: 'a', taskId: '77b0e1d4' };
    const texts = (events: readonly AgentEvent[]) =>
      replay(events, NOW).results.map(({ result: { taskId } }) => taskId);
    expect(texts([...untilTool, named, toolStarted('b'), taskStarted])).toEqual(['77b0e1d4', id]);
    expect(texts([...untilTool, toolStarted('b'), taskStarted])).toEqual([undefined, undefined]);
  });

  test('between a result and the message that carries it keeps the result, with what it tells', () => {
    const done: AgentEvent = { type: 'tool_done', at: 1, result: result('a'), told: [id] };
    const { results, closing } = replay([...untilTool, taskStarted, taskDone, done], NOW);
    expect(results[0]).toEqual({ result: result('a'), told: [id] });
    expect(closing.map(({ type }) => type)).toEqual(['turn_ended']);
  });
});

test('what a message told is told', () => {
  expect(replay([...untilCall, said(), toModel([], [id])], NOW).told).toEqual([id]);
});

test('a result whose call was not recorded is left out, or the API would refuse the history', () => {
  const { history } = replay([prompted, toModel([result('x'), { kind: 'prompt', text: 'go on' }])], NOW);
  expect(history.at(-1)?.blocks).toEqual([{ kind: 'prompt', text: 'go on' }]);
});

describe('a !command', () => {
  const started: AgentEvent = { type: 'shell_started', at: 1, command: 'ls', taskId: id, background: false };
  const done: AgentEvent = { type: 'shell_done', at: 1, taskId: id, summary: 'exit 0 · 0.1 s', output: 'a.txt' };

  test('that was reported and not told is told as that, and by no notice', () => {
    const { inbox, told, goesOn } = replay([started, taskDone, done], NOW);
    expect(inbox).toMatchObject([
      { promptId: null, block: { kind: 'shell', text: expect.stringMatching(/\$ ls\na\.txt\n\(exit 0/) } },
    ]);
    expect({ told, goesOn }).toEqual({ told: [id], goesOn: false });
  });

  test('that was told is not told again', () => {
    const block = { kind: 'shell', command: 'ls', taskId: id, text: '$ ls' } as const;
    expect(replay([started, taskDone, done, toModel([block])], NOW).inbox).toEqual([]);
  });

  test('that was cut goes on in the background, and its end is still to be told', () => {
    const { closing, told } = replay([started], NOW);
    expect(closing).toMatchObject([{ type: 'shell_done', taskId: id, summary: 'goes on in the background' }]);
    expect(told).toEqual([]);
  });

  test('that was left to the background is told by a notice', () => {
    expect(replay([started, done, taskDone], NOW)).toMatchObject({ told: [], inbox: [], closing: [] });
  });
});

describe('watched output is looked for', () => {
  const own = { id, spec: runningTask({ id }).spec };
  const { sessionId } = own.spec;
  const news = toModel([], [`${id}@20`, `${id}?25`, `${id}@120`, '77b0e1d4@7']);

  test('behind what the record tells of it, until the end was told', () => {
    expect(searchedBefore([taskStarted], sessionId)(own)).toBe(0);
    expect(searchedBefore([taskStarted, news], sessionId)(own)).toBe(120);
    expect(searchedBefore([taskStarted, news, toModel([], [id])], sessionId)(own)).toBeUndefined();
  });

  test('also when the program was killed before it recorded the start', () => {
    expect(searchedBefore([], sessionId)(own)).toBe(0);
  });

  test('also when something that was found is kept back beyond the end', () => {
    const kept = {
      type: 'news_unread',
      at: 1,
      news: { id: `${id}@150`, kind: 'matched', taskId: id, line: '' },
    } as const;
    expect(searchedBefore([taskStarted, news, kept, toModel([], [id])], sessionId)(own)).toBe(120);
  });

  test('not of tasks of other sessions, nor of adopted ones', () => {
    expect(searchedBefore([taskStarted, news], 'another')(own)).toBeUndefined();
    const adopted = { type: 'task_adopted', at: 1, taskId: id } as const;
    expect(searchedBefore([adopted], sessionId)(own)).toBeUndefined();
  });
});
