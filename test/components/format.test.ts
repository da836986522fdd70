import { expect, test } from 'vitest';
import type { TaskEnd, TaskStatus } from '../../src/background/task.ts';
import { agoWords, bytes, count, duration, homePath, secondsWords, statusLook } from '../../src/components/format.ts';
import { createTheme } from '../../src/components/theme.ts';

test.each([
  [0, '0:00'],
  [999, '0:00'],
  [12_400, '0:12'],
  [243_000, '4:03'],
  [3_729_000, '1:02:09'],
  [360_000_000, '100:00:00'],
  [-5, '0:00'],
])('a clock shows %d ms as %s', (ms, clock) => expect(duration(ms)).toBe(clock));

test.each([
  [0, '0 s'],
  [49, '0 s'],
  [300, '0.3 s'],
  [12_400, '12.4 s'],
  [41_000, '41 s'],
  [59_970, '1 min'],
  [125_000, '2 min 5 s'],
  [3_599_900, '1 h'],
  [3_725_000, '1 h 2 min'],
])('%d ms in words are %s', (ms, words) => expect(secondsWords(ms)).toBe(words));

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [18_432, '18 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [1_234_567, '1.2 MB'],
  [9_960_000, '10 MB'],
  [2_500_000_000_000_000, '2500 TB'],
])('%d bytes are %s', (size, words) => expect(bytes(size)).toBe(words));

test('a count has its plural', () => {
  expect([count(0, 'task'), count(1, 'task'), count(12_000, 'task')]).toEqual(['0 tasks', '1 task', '12,000 tasks']);
  expect(count(2, 'process', 'processes')).toBe('2 processes');
});

test.each([
  ['/home/ann/shop', '/home/ann', '~/shop'],
  ['/home/ann', '/home/ann/', '~'],
  ['/home/anna', '/home/ann', '/home/anna'],
  ['/srv', '', '/srv'],
  ['/srv', '/', '/srv'],
])('%s, at home in %s, is %s', (path, home, shown) => expect(homePath(path, home)).toBe(shown));

const ended = (end: Partial<TaskEnd>): TaskStatus => ({
  phase: 'done',
  startedAt: 0,
  end: { kind: 'exited', code: 0, at: 1, by: 'itself', leftRunning: 0, ...end } as TaskEnd,
});

test.each<[TaskStatus, string]>([
  [{ phase: 'queued', since: 0, waitsFor: [] }, '◌ waiting'],
  [{ phase: 'starting', since: 0 }, '◌ starting'],
  [{ phase: 'running', startedAt: 0 }, '● running'],
  [{ phase: 'paused', startedAt: 0, since: 0 }, '‖ paused'],
  [{ phase: 'stopping', startedAt: 0, since: 0, by: 'user' }, '◼ stopping'],
  [ended({}), '✓ completed'],
  [ended({ leftRunning: 1 }), '✓ exited'],
  [ended({ kind: 'exited', code: 1 }), '✗ failed'],
  [ended({ kind: 'timed-out', after: 1 }), '✗ timeout'],
  [ended({ kind: 'failed-to-start', reason: '' }), '✗ error'],
  [ended({ by: 'user' }), '◼ stopped'],
  [ended({ kind: 'skipped', reason: '' }), '◼ skipped'],
  [ended({ kind: 'lost', reason: '' }), '? lost'],
])('a status has a sign and a word: %#', (status, expected) => {
  const { glyph, word } = statusLook(status, createTheme({ colours: true }));
  expect(`${glyph} ${word}`).toBe(expected);
});

test.each([
  [-5, '0 s ago'],
  [59_999, '59 s ago'],
  [119_000, '1 min ago'],
  [3 * 3_600_000 + 59 * 60_000, '3 h ago'],
  [25 * 3_600_000, '1 day ago'],
  [57 * 3_600_000, '2 days ago'],
])('%d ms before now are %s', (ms, words) => expect(agoWords(ms)).toBe(words));
