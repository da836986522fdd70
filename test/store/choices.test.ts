import { expect, test } from 'vitest';
import { createStore } from '../../src/store/store.ts';
import { createFakeSession } from '../fixtures/fake-session.ts';

test('a question with choices is answered by one of them or in own words, and by no yes', () => {
  const session = createFakeSession();
  const store = createStore({ session, now: () => 1, exportSession: async () => '', onQuit: () => undefined });
  const question = { id: 'q', title: '', body: [], context: '', scope: '', choices: 2 };
  session.emit({ type: 'question_asked', at: 1, question });
  store.actions.answer('once');
  store.actions.choose(5);
  store.actions.choose(1);
  store.actions.startReply();
  store.actions.editReply({ type: 'insert', text: 'mysql' });
  store.actions.sendReply();
  expect(session.asked.filter(([verb]) => verb === 'answer')).toEqual([
    ['answer', 'q', { kind: 'chosen', choice: 1 }],
    ['answer', 'q', { kind: 'no', word: 'mysql' }],
  ]);
  store.close();
});
