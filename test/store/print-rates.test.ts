import { describe, expect, test } from 'vitest';
import { KEPT_SECONDS, notePrinted, recentRates, type PrintRates } from '../../src/store/print-rates.ts';

/** Notes of `[second, bytes printed so far]`. */
function after(...notes: readonly (readonly [number, number])[]): PrintRates | undefined {
  return notes.reduce<PrintRates | undefined>(
    (printed, [second, size]) => notePrinted(printed, { size, now: second * 1000 + 250 }),
    undefined,
  );
}

describe('the rates of a task', () => {
  test.each([
    ['nothing was noted', [], [0, 0, 0, 0]],
    ['what was printed before is no activity', [[100, 5_000]], [0, 0, 0, 0]],
    [
      'what came within one second is one rate',
      [
        [100, 0],
        [104, 10],
        [104, 30],
      ],
      [0, 0, 0, 30],
    ],
    [
      'silent seconds are zero',
      [
        [100, 0],
        [101, 5],
        [103, 7],
      ],
      [5, 0, 2, 0],
    ],
    [
      'what is long ago has left',
      [
        [20, 0],
        [21, 900],
        [103, 901],
      ],
      [0, 0, 1, 0],
    ],
  ] as const)('%s', (_, notes, rates) => {
    expect(recentRates(after(...notes), 104_900, 4)).toEqual(rates);
  });

  test('are kept for a bounded time, and are no more than asked for', () => {
    const notes = Array.from({ length: 500 }, (_, second) => [second, second * 10] as const);
    expect(after(...notes)?.rates).toHaveLength(KEPT_SECONDS);
    expect(recentRates(after(...notes), 499_000, 3)).toEqual([10, 10, 10]);
  });
});
