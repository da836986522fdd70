import { expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { emptySession, reduceSession } from '../../src/store/session.ts';

const question = { id: 'q', title: 'Run this command?', body: ['make'], context: 'in ~/shop', scope: '' };
const fold = (events: readonly AgentEvent[]) =>
  events.reduce((state, event) => reduceSession(state, event, 5), emptySession);

test('the question of an agent in the background says nothing of the turn, and outlasts it', () => {
  const asked = { type: 'question_asked', at: 1, question: { ...question, agent: 'writer' } } as const;
  const open = fold([asked, { type: 'turn_ended', at: 2, reason: 'answered' }]);
  expect(open).toMatchObject({ activity: { kind: 'idle' }, question: { question: { agent: 'writer' } } });
  const answered = reduceSession(open, { type: 'question_answered', id: 'q', answer: { kind: 'once' } }, 5);
  expect(answered).toMatchObject({ activity: { kind: 'idle' }, question: null });
});

test('a question of the session itself goes with its turn', () => {
  const open = fold([{ type: 'question_asked', at: 1, question }]);
  expect(open.activity.kind).toBe('asking');
  expect(reduceSession(open, { type: 'turn_ended', at: 2, reason: 'interrupted' }, 5).question).toBeNull();
});
