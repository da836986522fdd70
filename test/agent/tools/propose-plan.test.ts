import { expect, test } from 'vitest';
import type { Answer } from '../../../src/agent/events.ts';
import { call, say } from '../../fixtures/api-replies.ts';
import { openSession, resultsIn, userText } from '../../fixtures/open-session.ts';

const PLAN = '# Move the parser\n\n- out of `src/a.ts`';

async function propose(answer: Answer, permissions: 'plan' | 'ask' = 'plan') {
  const script = [call('propose_plan', { plan: PLAN }), say('Good.'), say('And on.')];
  const opened = await openSession(script, { permissions });
  opened.session.submit('plan it');
  if (permissions === 'plan') {
    const { question } = await opened.event('question_asked');
    expect(question).toMatchObject({ document: PLAN, choices: 2 });
    opened.session.answer(question.id, answer);
  }
  await opened.turnsEnded(1);
  const modes = opened.events.flatMap((event) => (event.type === 'permissions_changed' ? [event.mode] : []));
  return { ...opened, modes, told: resultsIn(opened.server.requests[1])[0]?.text };
}

test.each([
  [0, 'edits', 'files of the project may be changed without asking'],
  [1, 'ask', 'the user is asked before changes'],
] as const)('answer %i switches to mode %s, which only the result tells', async (choice, mode, words) => {
  const { modes, told, session, server, turnsEnded } = await propose({ kind: 'chosen', choice });
  expect(modes).toEqual(['plan', mode]);
  expect(told).toContain(words);
  session.submit('and now?');
  await turnsEnded(2);
  expect(userText(server.requests[0])).toContain('Plan mode is on');
  expect(userText(server.requests[2]).match(/<plan-mode>/g)).toHaveLength(1);
});

test('a plan that shall be changed leaves plan mode on, and the model is told what shall differ', async () => {
  const { modes, told } = await propose({ kind: 'no', word: 'keep the name' });
  expect(modes).toEqual(['plan']);
  expect(told).toContain('wants the plan changed: keep the name');
});

test('outside plan mode nobody is asked', async () => {
  const { events, told } = await propose({ kind: 'once' }, 'ask');
  expect(told).toContain('Plan mode is off');
  expect(events.some(({ type }) => type === 'question_asked')).toBe(false);
});

test('where nobody is there the plan becomes the answer', async () => {
  const { session, server, turnsEnded } = await openSession([call('propose_plan', { plan: PLAN }), say(PLAN)], {
    permissions: 'plan',
    gate: { whenAsking: 'refuse' },
  });
  session.submit('plan it');
  await turnsEnded(1);
  expect(resultsIn(server.requests[1])[0]?.text).toContain('End your turn with the plan as your answer');
});
