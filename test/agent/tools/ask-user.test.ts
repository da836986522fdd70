import { expect, test } from 'vitest';
import type { Answer } from '../../../src/agent/events.ts';
import { readAnswer } from '../../../src/linear/spoken-question.ts';
import { openTools } from '../../fixtures/open-tools.ts';

const INPUT = { question: 'Which database?', choices: ['sqlite', 'postgres'] };

test.each<[Answer, object]>([
  [
    { kind: 'chosen', choice: 1 },
    { isError: false, text: 'The user chose: postgres', summary: 'postgres' },
  ],
  [
    { kind: 'no', word: ' mysql ' },
    { isError: false, text: 'The user answered: mysql' },
  ],
  [
    { kind: 'no', word: '' },
    { isError: true, summary: 'not answered' },
  ],
])('the answer %j reaches the model', async (answer, result) => {
  const { call, questions } = openTools({ answer: () => answer });
  expect((await call('ask_user', INPUT)).result).toMatchObject(result);
  expect(questions).toMatchObject([
    { title: 'Question', body: ['Which database?', '', '1  sqlite', '2  postgres'], choices: 2 },
  ]);
});

test('where nobody is there it is refused with a reason', async () => {
  const { call, questions } = openTools({ gate: { whenAsking: 'refuse' } });
  expect((await call('ask_user', INPUT)).result).toMatchObject({ isError: true, summary: 'nobody to ask' });
  expect(questions).toEqual([]);
});

test.each([
  ['2', { kind: 'chosen', choice: 1 }],
  ['3', null],
  ['no, mysql', { kind: 'no', word: 'mysql' }],
  ['perhaps', null],
])('without a screen %j is %j', (line, answer) => {
  const question = { id: 'q', title: '', body: [], context: '', scope: '', choices: 2 };
  expect(readAnswer(line, question)).toEqual(answer);
});
