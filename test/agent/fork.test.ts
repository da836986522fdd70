import { expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { forkBefore } from '../../src/agent/fork.ts';
import { replay } from '../../src/agent/replay.ts';
import { foldChanges, NO_CHANGES } from '../../src/agent/undo/change-groups.ts';
import { runningTask } from '../fixtures/tasks.ts';

function turn(id: number, text: string): readonly AgentEvent[] {
  return [
    { type: 'prompt_queued', id, text },
    { type: 'turn_started', at: id, cause: 'prompt' },
    {
      type: 'user_message',
      at: id,
      message: { role: 'user', blocks: [{ kind: 'prompt', text }] },
      told: [],
      promptIds: [id],
    },
    { type: 'request_started', at: id, request: id },
    {
      type: 'assistant_message',
      at: id,
      message: { role: 'assistant', blocks: [{ kind: 'text', text: `${text}: done` }] },
    },
    { type: 'turn_ended', at: id, reason: 'answered' },
  ];
}

const info = { id: 'old', at: 0, cwd: '/', provider: 'offline', model: 'offline' };
const events: readonly AgentEvent[] = [
  { type: 'session_started', info },
  ...turn(1, 'one'),
  { type: 'task_started', task: runningTask() },
  ...turn(2, 'two'),
  ...turn(3, 'three'),
];

test.each([
  [0, 'three', ['one', 'one: done', 'two', 'two: done']],
  [1, 'two', ['one', 'one: done']],
  [2, 'one', []],
])(
  'a session goes on from before a prompt, %i before the last, without what is only the old one’s',
  (back, prompt, said) => {
    const fork = forkBefore(events, back);
    expect(fork?.prompt).toBe(prompt);
    const again = replay(fork?.events ?? [], 9);
    expect(again.history.flatMap(({ blocks }) => blocks.map((block) => 'text' in block && block.text))).toEqual(said);
    expect(again).toMatchObject({ inbox: [], results: [], goesOn: false, closing: [] });
    expect([...again.recorded]).toEqual([]);
    expect(fork?.left).toEqual(back === 2 ? [] : ['1f3a9c2e']);
  },
);

test('there is no prompt before the first', () => {
  expect(forkBefore(events, 3)).toBeUndefined();
  expect(forkBefore([], 0)).toBeUndefined();
});

test('cut within a turn, the turn does not go on by itself', () => {
  const within: readonly AgentEvent[] = [
    ...turn(1, 'one').slice(0, -1),
    { type: 'tool_started', at: 1, callId: 'a', tool: { name: 'bash', verb: 'ran', subject: 'ls' } },
    ...turn(2, 'two').slice(2, 3),
  ];
  const again = replay(forkBefore(within, 0)?.events ?? [], 9);
  expect(again.goesOn).toBe(false);
});

test('what a notice had not told is the old session’s alone', () => {
  const news = (id: string) =>
    ({ type: 'news_unread', at: 1, news: { id, kind: 'ended', taskId: id, line: '' } }) as const;
  const message = { role: 'user', blocks: [] } as const;
  const told = { type: 'user_message', at: 2, message, told: ['a'], promptIds: [] } as const;
  const fork = forkBefore([...turn(1, 'one'), news('a'), told, news('b'), ...turn(2, 'two')], 0);
  expect(fork?.events.filter(({ type }) => type === 'news_unread')).toEqual([news('a')]);
});

test('changes of files after the cut can be taken back in the fork, turn by turn', () => {
  const change = (file: string) => ({ file, before: null, after: 'hash', mode: null });
  const changing = (at: number) => ({ type: 'file_changing', at, change: change(`${at}`) }) as const;
  const changed = (at: number, text: string) => turn(at, text).toSpliced(4, 0, changing(at));
  const later = [...changed(1, 'one'), ...changed(2, 'two'), ...changed(3, 'three'), ...turn(4, 'four')];
  const undone = { type: 'changes_undone', at: 5, group: 3, files: ['3'] } as const;
  const fork = forkBefore([...later, undone], 2);
  const groups = fork?.events.reduce(foldChanges, NO_CHANGES);
  expect(groups?.done.map(({ at }) => at)).toEqual([1, 2]);
  expect(groups?.undone.map(({ at }) => at)).toEqual([3]);
  expect(replay(fork?.events ?? [], 9)).toMatchObject({ goesOn: false, closing: [] });
});
