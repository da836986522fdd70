import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClock } from '../../src/components/clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([
  ['every second', {}, 180],
  ['every minute, with reduced motion', { calm: true }, 3],
])('it ticks %s', (_, options, ticks) => {
  const clock = createClock(Date.now, options);
  const stop = clock.subscribe(() => undefined);
  vi.advanceTimersByTime(180_000);
  expect(clock.ticks()).toBe(ticks);
  stop();
  vi.advanceTimersByTime(180_000);
  expect(clock.ticks()).toBe(ticks);
});

test('with reduced motion the time stands still for a minute, also where something is drawn', () => {
  let now = 61_000;
  const clock = createClock(() => now, { calm: true });
  const before = clock.now();
  now = 119_000;
  expect(clock.now()).toBe(before);
});
