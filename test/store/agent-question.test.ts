import { expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { reduceConversation } from '../../src/store/conversation.ts';
import { emptyConversation } from '../../src/store/items.ts';
import { emptySession, reduceSession } from '../../src/store/session.ts';
import { noTasks } from '../../src/store/tasks.ts';

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

test('a call that waits behind the question of an agent is shown as waiting for the user', () => {
  const started = {
    type: 'tool_started',
    at: 1,
    callId: 'a',
    tool: { name: 'bash', verb: 'ran', subject: 'make' },
  } as const;
  const asked = { type: 'question_asked', at: 2, question: { ...question, agent: 'writer' } } as const;
  const waiting = { type: 'question_waiting', at: 3, isWaiting: true } as const;
  const states = [
    [started, asked],
    [started, asked, waiting],
    [started, asked, waiting, { ...waiting, isWaiting: false }],
  ];
  expect(states.map((events) => fold(events).activity.kind)).toEqual(['tools', 'asking', 'tools']);
  expect(states.map((events) => toolState(events))).toEqual(['running', 'waiting', 'running']);
});

test('of several calls that run, the one that asks is shown as asking, and the turn waits for the user', () => {
  const started = (callId: string): AgentEvent => ({
    type: 'tool_started',
    at: 1,
    callId,
    tool: { name: 'bash', verb: 'ran', subject: callId },
  });
  const asked: AgentEvent = { type: 'question_asked', at: 2, question: { ...question, callId: 'a' } };
  const waiting: AgentEvent = { type: 'question_waiting', at: 3, isWaiting: true, callId: 'b' };
  const events = [started('a'), started('b'), asked, waiting, started('c')];
  expect(toolStates(events)).toEqual(['asking', 'waiting', 'running']);
  expect(fold(events).activity.kind).toBe('asking');
  const answered: AgentEvent = { type: 'question_answered', id: 'q', answer: { kind: 'once' } };
  const next: AgentEvent = { type: 'question_waiting', at: 4, isWaiting: false, callId: 'b' };
  expect(toolStates([...events, answered, next])).toEqual(['running', 'running', 'running']);
  expect(fold([...events, answered, next]).activity.kind).toBe('tools');
});

function toolState(events: readonly AgentEvent[]): string | undefined {
  return toolStates(events)[0];
}

function toolStates(events: readonly AgentEvent[]): readonly string[] {
  const context = { requests: 0, tasks: noTasks, dollars: 0, now: 5 };
  const { items } = events.reduce((state, event) => reduceConversation(state, event, context), emptyConversation);
  return items.flatMap((item) => (item.kind === 'tool' ? [item.state] : []));
}
