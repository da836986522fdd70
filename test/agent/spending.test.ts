import { describe, expect, test } from 'vitest';
import { costOf, knownWindow, wholePrice } from '../../src/agent/model-facts.ts';

const usage = { input: 1_000_000, output: 1_000_000, cacheRead: 1_000_000, cacheWrite: 1_000_000 };

describe('what a request cost', () => {
  test.each([
    ['claude-sonnet-5-5', 2 + 10 + 0.1 + 2.5],
    ['claude-sonnet-5-5-20261001', 2 + 10 + 0.1 + 2.5],
    ['claude-opus-5', 5 + 25 + 0.5 + 6.25],
    ['claude-haiku-4-5', 1 + 5 + 0.1 + 1.25],
    ['claude-haiku-5-5', 0.5 + 2.5 + 0.05 + 0.625],
  ])('is known for %s, by the longest beginning of its name', (model, dollars) => {
    expect(costOf(model, usage)).toBeCloseTo(dollars, 6);
  });

  test('is not known for others, unless the user says so', () => {
    expect(costOf('qwen3-coder', usage)).toBeUndefined();
    expect(costOf('qwen3-coder', usage, { qwen3: wholePrice({ input: 1, output: 2 }) })).toBeCloseTo(4.35, 6);
  });
});

test.each([
  ['claude-sonnet-5-5', 1_000_000],
  ['claude-sonnet-4-5-20250929', 200_000],
  ['llama', undefined],
])('the window of %s', (model, tokens) => {
  expect(knownWindow(model)).toBe(tokens);
});
