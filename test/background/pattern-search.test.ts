import { expect, test } from 'vitest';
import { createPatternSearch, readPattern } from '../../src/background/pattern-search.ts';

test.each([
  ['ready', ['Ready', 'is ready', 'no'], [1]],
  ['/ready/i', ['Ready', 'is ready', 'no'], [0, 1]],
  ['^http://\\S+$', ['see http://x', 'http://x'], [1]],
  ['/usr/bin/', ['/usr/bin/env', 'usr/bin'], [0, 1]],
])('%s finds', (written, lines, indices) => {
  const read = readPattern(written);
  if (read.kind !== 'ok') throw new Error(read.reason);
  const found = createPatternSearch().search(read.pattern, lines);
  expect(found).toEqual({ kind: 'found', indices });
});

test('what is no pattern says why', () => {
  expect(readPattern('(a')).toMatchObject({ kind: 'invalid', reason: expect.stringContaining('Unterminated group') });
});

test('a pattern that explodes is cut off, and the next one works', () => {
  const { search } = createPatternSearch([20, 20]);
  const before = performance.now();
  expect(search(/(a+)+$/, [`${'a'.repeat(40)}!`])).toEqual({ kind: 'slow' });
  expect(performance.now() - before).toBeLessThan(5_000);
  expect(search(/a/, ['a', 'b'])).toEqual({ kind: 'found', indices: [0] });
});
