import { describe, expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { replay } from '../../src/agent/replay.ts';
import { deliveryState, emptyLedger, reduceLedger } from '../../src/store/ledger.ts';
import type { LedgerState } from '../../src/store/state.ts';

const unread = (id: string, at = 1): AgentEvent => ({
  type: 'news_unread',
  at,
  news: { id, taskId: id.slice(0, 8), kind: 'ended', line: `${id} ended` },
});
const told = (...ids: readonly string[]): AgentEvent => ({
  type: 'user_message',
  at: 5,
  message: { role: 'user', blocks: [] },
  told: ids,
  promptIds: [],
});
const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const answered: AgentEvent = { type: 'request_done', at: 9, stopReason: 'end_turn', usage };
const held = (id: string, value: boolean): AgentEvent => ({ type: 'news_held', at: 2, id, held: value });
const muted = (taskId: string, value: boolean): AgentEvent => ({ type: 'task_muted', at: 2, taskId, muted: value });

function play(...steps: readonly (readonly [AgentEvent, number?])[]): LedgerState {
  return steps.reduce((state, [event, requests = 3]) => reduceLedger(state, event, requests), emptyLedger);
}

function states(ledger: LedgerState): readonly string[] {
  return ledger.entries.map((entry) => deliveryState(entry, ledger));
}

describe('the ledger', () => {
  test('follows each thing from unread to answered, with the numbers of the requests', () => {
    expect(states(play([unread('a')], [unread('b')], [told('a')]))).toEqual(['told', 'unread']);
    const ledger = play([unread('a')], [told('a')], [answered, 5]);
    expect(ledger.entries[0]).toMatchObject({ told: { request: 4, at: 5 }, answered: { request: 5, at: 9 } });
    expect(states(ledger)).toEqual(['answered']);
  });

  test('takes the same thing once, and an answer for all that was sent', () => {
    expect(states(play([unread('a')], [unread('a')], [unread('b')], [told('a', 'b')], [answered]))).toEqual([
      'answered',
      'answered',
    ]);
  });

  test.each([
    { steps: [held('a', true)], state: 'held' },
    { steps: [held('a', true), held('a', false)], state: 'unread' },
    { steps: [muted('a', true)], state: 'muted' },
    { steps: [muted('a', true), muted('a', false)], state: 'unread' },
    { steps: [held('a', true), told('a')], state: 'told' },
  ])('says $state', ({ steps, state }) => {
    expect(states(play([unread('a')], ...steps.map((event) => [event] as const)))).toEqual([state]);
  });

  test('forgets the oldest that was answered', () => {
    const ids = Array.from({ length: 501 }, (_, index) => String(index));
    const all = play(
      [unread('first')],
      [unread('second')],
      [told('second')],
      [answered],
      ...ids.map((id) => [unread(id)] as const),
    );
    expect(all.entries).toHaveLength(500);
    expect(all.entries[0]?.id).not.toBe('second');
    expect(all.entries.some(({ id }) => id === 'second')).toBe(false);
  });
});

test('a session taken up again still keeps back what was kept back', () => {
  const { held: ids, muted: tasks } = replay([held('a', true), held('b', true), held('b', false), muted('t', true)], 1);
  expect({ ids, tasks }).toEqual({ ids: ['a'], tasks: ['t'] });
});
