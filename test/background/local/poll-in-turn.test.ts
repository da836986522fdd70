import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPoller } from '../../../src/background/local/poll-in-turn.ts';

describe('by one timer', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  test('a hundred things that do not change are looked at seldom, and one that changes every time', () => {
    const poller = createPoller(1_000);
    let silent = 0;
    let busy = 0;
    for (let index = 0; index < 100; index++) poller.add(() => (silent++, false));
    poller.add(() => (busy++, true));
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(64_000);
    expect(busy).toBe(64);
    expect(silent / 100).toBeLessThan(12);
    expect(silent / 100).toBeGreaterThan(7);
  });

  test('who is woken is looked at within one interval, and one that is removed never', () => {
    const poller = createPoller(1_000);
    const looks: string[] = [];
    const woken = poller.add(() => (looks.push('woken'), false));
    const removed = poller.add(() => (looks.push('removed'), false));
    vi.advanceTimersByTime(60_000);
    looks.length = 0;
    removed.remove();
    woken.wake();
    vi.advanceTimersByTime(1_000);
    expect(looks).toEqual(['woken']);
    woken.remove();
    vi.advanceTimersByTime(1_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('others have their turn while looks take long', async () => {
  const poller = createPoller(5);
  let looked = 0;
  let lookedAtTurn = 0;
  for (let index = 0; index < 100; index++) {
    const polled = poller.add(() => {
      const until = performance.now() + 2;
      while (performance.now() < until);
      looked++;
      polled.remove();
      return false;
    });
  }
  await vi.waitFor(() => {
    if (lookedAtTurn === 0) lookedAtTurn = looked;
    expect(looked).toBe(100);
  }, 10_000);
  expect(lookedAtTurn).toBeLessThan(100);
});
