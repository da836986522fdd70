import { expect, test } from 'vitest';
import { toRanges } from '../../src/background/line-ranges.ts';

test.each<[readonly (number | undefined)[], readonly (readonly [number, number])[]]>([
  [[], []],
  [[undefined], []],
  [[0, 4, 9], [[0, 9]]],
  [
    [undefined, 4, 9, undefined, undefined, 20],
    [
      [4, 9],
      [20, 20],
    ],
  ],
])('lines that begin at %j are the ranges %j', (begins, ranges) => {
  expect(toRanges(begins)).toEqual(ranges);
});
