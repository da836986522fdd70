import { expect, test } from 'vitest';
import type { Question } from '../../src/agent/events.ts';
import { questionLines, readAnswer } from '../../src/linear/spoken-question.ts';

const question: Question = {
  id: 'q1',
  title: 'Run this command?',
  body: ['npm test\u001B]0;x\u0007', '', '--silent'],
  context: 'in ~/shop',
  scope: 'npm test *',
};

test('a question is said with exactly what will be done and the answers there are', () => {
  expect(questionLines(question)).toEqual([
    'Question: Run this command?',
    'npm test',
    '--silent',
    'in ~/shop',
    'Answer yes, session (for this session: npm test *), or no; behind no you can say why.',
  ]);
});

test('a long question is said whole, with its length and its empty lines counted', () => {
  const body = ['ls', ...Array.from({ length: 200 }, () => ''), 'touch Q1'];
  const always = { rules: ['bash(touch\u200b *)'], where: 'here' };
  expect(questionLines({ ...question, body, always })).toEqual([
    'Question: Run this command? 202 lines:',
    'ls',
    '(200 empty lines)',
    'touch Q1',
    'in ~/shop',
    'Always would keep: bash(touch<U+200B> *)',
    expect.stringMatching(/^Answer yes/),
  ]);
});

test.each([
  ['yes', { kind: 'once' }],
  [' Y ', { kind: 'once' }],
  ['session', { kind: 'session' }],
  ['no', { kind: 'no', word: '' }],
  ['No, use pnpm.', { kind: 'no', word: 'use pnpm.' }],
  ['always', null],
  ['yes but not there', null],
  ['nothing', null],
  ['yesterday', null],
  ['', null],
])('%j is the answer %j', (line, answer) => expect(readAnswer(line, question)).toEqual(answer));

test('what a question does not offer is no answer', () => {
  expect(readAnswer('session', { ...question, scope: '' })).toBeNull();
  expect(readAnswer('always', { ...question, always: { rules: ['bash(npm *)'], where: 'mine' } })).toEqual({
    kind: 'always',
  });
});
