import { expect, test, vi } from 'vitest';
import type { Answer, Question } from '../../src/agent/events.ts';
import { createGate } from '../../src/agent/permissions.ts';

const question = { title: 'Run this command?', body: ['npm test'], context: 'in ~/shop' };
const command = { kind: 'command', question } as const;
const edit = { kind: 'edit', question: { ...question, title: 'Write this file?' } } as const;
const signal = new AbortController().signal;
const allowed = { kind: 'allowed' };

/** A gate whose questions wait until the test answers the oldest open one. */
function gate(mode: 'ask' | 'all' = 'ask') {
  const asked: Question[] = [];
  const open: ((answer: Answer) => void)[] = [];
  const ask = (next: Question) => {
    asked.push(next);
    return new Promise<Answer>((resolve) => open.push(resolve));
  };
  const answer = async (given: Answer) => {
    await vi.waitFor(() => expect(open).not.toHaveLength(0));
    open.shift()?.(given);
  };
  return { ...createGate({ mode, ask }), asked, open, answer };
}

test('what is free is not asked', async () => {
  const { check, asked } = gate();
  expect(await check({ kind: 'free' }, signal)).toEqual(allowed);
  expect(asked).toEqual([]);
});

test('nothing is asked when everything is allowed', async () => {
  const { check, asked } = gate('all');
  expect(await check(command, signal)).toEqual(allowed);
  expect(asked).toEqual([]);
});

test('an answer "once" allows this one only', async () => {
  const { check, asked, answer } = gate();
  const first = check(command, signal);
  await answer({ kind: 'once' });
  expect(await first).toEqual(allowed);
  const second = check(command, signal);
  await answer({ kind: 'no', word: '' });
  expect(await second).toMatchObject({ kind: 'refused' });
  expect(asked).toHaveLength(2);
  expect(new Set(asked.map(({ id }) => id)).size).toBe(2);
});

test('an answer "for this session" covers its kind and no other', async () => {
  const { check, asked, answer } = gate();
  const first = check(command, signal);
  await answer({ kind: 'session' });
  expect(await first).toEqual(allowed);
  expect(await check(command, signal)).toEqual(allowed);
  const other = check(edit, signal);
  await answer({ kind: 'no', word: '' });
  expect(await other).toMatchObject({ kind: 'refused' });
  expect(asked.map(({ scope }) => scope)).toEqual(['every command', 'every change of a file in this folder']);
});

test.each([
  { word: 'use pnpm', text: 'The user refused this and said: use pnpm' },
  { word: '  ', text: expect.stringContaining('The user refused this. Nothing was done.') },
])('a no with the word $word is told to the model', async ({ word, text }) => {
  const { check, answer } = gate();
  const result = check(command, signal);
  await answer({ kind: 'no', word });
  expect(await result).toEqual({ kind: 'refused', text, summary: 'refused' });
});

test('questions come one at a time and in order', async () => {
  const { check, asked, open, answer } = gate();
  const first = check(command, signal);
  const second = check(edit, signal);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  expect(open).toHaveLength(1);
  await answer({ kind: 'no', word: '' });
  await first;
  await answer({ kind: 'once' });
  expect(await second).toEqual(allowed);
  expect(asked.map(({ title }) => title)).toEqual(['Run this command?', 'Write this file?']);
});

test('an answer "for this session" also covers a question that waits for its turn', async () => {
  const { check, asked, answer } = gate();
  const results = Promise.all([check(command, signal), check(command, signal)]);
  await answer({ kind: 'session' });
  expect(await results).toEqual([allowed, allowed]);
  expect(asked).toHaveLength(1);
});

test.each<Answer>([{ kind: 'once' }, { kind: 'session' }, { kind: 'no', word: '' }])(
  'an answer $kind that comes with an interruption allows nothing, now or later',
  async (given) => {
    const { check, asked, answer } = gate();
    const controller = new AbortController();
    const result = check(command, controller.signal);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    controller.abort();
    await answer(given);
    expect(await result).toMatchObject({ kind: 'refused', summary: 'interrupted' });
    void check(command, signal);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
  },
);

test('what is interrupted before its turn is not asked', async () => {
  const { check, asked } = gate();
  expect(await check(command, AbortSignal.abort())).toMatchObject({ kind: 'refused', summary: 'interrupted' });
  expect(asked).toEqual([]);
});
