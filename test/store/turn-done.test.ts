import { expect, test } from 'vitest';
import { reduceAll } from '../../src/store/reduce.ts';
import { emptyState } from '../../src/store/empty-state.ts';
import { beginTurn, countCall, endTurn, pauseTurn, resumeTurn } from '../../src/store/turn-done.ts';
import type { AgentEvent } from '../../src/agent/events.ts';

const end = { at: 61_000, dollars: 1.5, running: 2 };

test('a turn counts its calls, its files once each, and the lines that came and went', () => {
  const first = countCall(beginTurn(1_000, 1), 'a.ts', { lines: ['@@ line 1 @@', '-x', '+y', '+z'], hidden: 0 });
  const second = countCall(first, 'a.ts', { lines: ['+1'], hidden: 40, added: 41, removed: 3 });
  const third = countCall(second, 'npm test', undefined);
  expect(endTurn(third, end)).toEqual({
    took: 60_000,
    tools: 3,
    files: 1,
    added: 43,
    removed: 4,
    dollars: 0.5,
    running: 2,
  });
});

test('a short answer without calls is followed by no line, a long one is', () => {
  expect(endTurn(beginTurn(60_000, 0), end)).toBeNull();
  expect(endTurn(beginTurn(1_000, 0), end)).toMatchObject({ took: 60_000, tools: 0 });
});

test('the time in which it waited for the user is no work', () => {
  const asked = pauseTurn(pauseTurn(beginTurn(1_000, 0), 11_000), 12_000);
  const answered = resumeTurn(resumeTurn(asked, 41_000), 50_000);
  expect(endTurn(answered!, end)).toMatchObject({ took: 30_000 });
});

test('the line stands below what the turn said', () => {
  const tool = { name: 'bash', verb: 'ran', subject: 'ls', command: 'ls' };
  const events: AgentEvent[] = [
    { type: 'turn_started', at: 1_000, cause: 'prompt' },
    { type: 'tool_started', at: 2_000, callId: 'c1', tool },
    {
      type: 'tool_done',
      at: 3_000,
      result: { kind: 'tool-result', callId: 'c1', text: 'a', isError: false, summary: 'exit 0' },
    } as AgentEvent,
    { type: 'turn_ended', at: 4_000, reason: 'answered' },
  ];
  const { conversation } = reduceAll(emptyState, events, 5_000);
  expect(conversation.items.map(({ kind }) => kind)).toEqual(['tool', 'turn']);
  expect(conversation.turn).toBeNull();
});
