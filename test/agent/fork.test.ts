import { expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { forkBefore } from '../../src/agent/fork.ts';
import { replay } from '../../src/agent/replay.ts';
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
