import { expect, test } from 'vitest';
import type { Span } from '../../src/export/report.ts';
import { createTimeScale, lengthOf, union } from '../../src/export/time-scale.ts';

const span = (from: number, to: number): Span => ({ kind: 'task', from: from * 1_000, to: to * 1_000, label: '' });

test('time goes from left to right over the whole width, and idle hours take no more room than a mark', () => {
  const scale = createTimeScale([span(0, 60), span(10, 30), span(7_260, 7_320)], 400);
  expect(scale.at(0)).toBe(0);
  expect(scale.at(7_320_000)).toBeCloseTo(400);
  expect(scale.at(30_000)).toBeCloseTo(scale.at(60_000) / 2);
  expect(scale.cuts).toEqual([{ x: expect.closeTo(200), gap: 7_200_000 }]);
  // What lies in a gap stands at its edge.
  expect(scale.at(3_600_000)).toBe(scale.at(60_000));
  const xs = scale.ticks.map(({ x }) => x);
  expect(xs).toEqual(xs.toSorted((one, other) => one - other));
});

test('short pauses are kept as they are', () => {
  expect(createTimeScale([span(0, 60), span(63, 100)], 400).cuts).toEqual([]);
});

test('covered time counts once', () => {
  expect(union([span(5, 8), span(0, 3), span(2, 4), span(2, 3)])).toEqual([
    { from: 0, to: 4_000 },
    { from: 5_000, to: 8_000 },
  ]);
  expect(lengthOf(union([span(0, 3), span(2, 4)]))).toBe(4_000);
});

test('nothing that took time is no reason to fail', () => {
  expect(createTimeScale([], 400)).toMatchObject({ cuts: [], ticks: [] });
  expect(createTimeScale([span(1, 1)], 400).at(1_000)).toBe(0);
});
