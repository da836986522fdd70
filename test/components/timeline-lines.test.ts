import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/components/text.ts';
import { createTheme } from '../../src/components/theme.ts';
import { axisLine, timeOfDay } from '../../src/components/timeline-axis.ts';
import { timelineLines } from '../../src/components/timeline-lines.ts';
import { emptyTimeline, overlapOf } from '../../src/store/timeline.ts';
import { endedTask, exitZero, runningTask } from '../fixtures/tasks.ts';

const theme = createTheme({ colours: false });
const BASE = Date.UTC(2026, 0, 1, 12);

describe('the axis', () => {
  test.each([
    [40, 60_000],
    [52, 10_000],
    [120, 90_000],
    [120, 26 * 3_600_000],
    [80, 40 * 24 * 3_600_000],
  ])('is %i columns wide over %i ms, with each label at its moment', (columns, span) => {
    const line = axisLine({ from: BASE + 1_234, to: BASE + 1_234 + span }, columns);
    expect(displayWidth(line)).toBe(columns);
    for (const { 0: label, index } of line.matchAll(/\d\d:\d\d:\d\d/g)) {
      const moment = (at: number) => timeOfDay(BASE + 1_234 + (at * span) / columns);
      expect([moment(index), moment(index + 0.999), label]).toContain(label);
      expect(moment(index) <= label || span > 3_600_000).toBe(true);
    }
    expect(line).toMatch(/\d\d:\d\d:\d\d/);
  });
});

describe('the rows', () => {
  const timeline = {
    ...emptyTimeline,
    changes: [
      { kind: 'waiting', at: BASE },
      { kind: 'writing', at: BASE + 10_000 },
      { kind: 'tools', at: BASE + 20_000 },
      { kind: 'idle', at: BASE + 25_000 },
    ] as const,
  };
  const ended = (id: string, from: number, to: number) => ({
    ...endedTask({ id }),
    status: { phase: 'done', startedAt: BASE + from, end: { ...exitZero, at: BASE + to } } as const,
  });
  const queued = runningTask({ id: 'q', status: { phase: 'queued', since: BASE + 30_000, waitsFor: [] } });
  const live = runningTask({ id: 'r', status: { phase: 'running', startedAt: BASE + 20_000 } });
  const tasks = [ended('a', 5_000, 15_000), live, queued];
  const now = BASE + 40_000;
  const draw = (changes: object = {}) =>
    timelineLines({
      timeline,
      tasks,
      chosen: 'r',
      window: { from: BASE, to: now },
      overlap: overlapOf(timeline, tasks, now),
      now,
      width: 56,
      height: 20,
      theme,
      ...changes,
    }).map((line) => line.replace(/\u001B\[\d+m/g, ''));

  test('show each kind of work of the model and each task where it was', () => {
    const [, , model, first, second, third] = draw();
    expect(model).toBe(`  model        ${'░'.repeat(10)}${'▓'.repeat(10)}${'█'.repeat(5)}${' '.repeat(15)}`);
    expect(first).toBe('  npm install       ━━━━━━━━━✓ 0:10');
    expect(second).toBe(`› npm install  ${' '.repeat(20)}${'━'.repeat(19)}▶`);
    expect(third).toBe(`  npm install  ${' '.repeat(30)}${'┄'.repeat(10)}`);
  });

  test.each([40, 56, 80, 119, 199])('fit %i columns, and the height they have', (width) => {
    const many = Array.from({ length: 50 }, (_, index) => ended(String(index), index * 500, index * 900));
    const lines = draw({ width, tasks: many, chosen: '3', height: 14 });
    expect(lines.length).toBeLessThanOrEqual(14);
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(width);
    expect(lines.some((line) => line.startsWith('›') || line.includes('›'))).toBe(true);
  });

  test('show since when a task stands still, in colours too', () => {
    const status = { phase: 'paused', startedAt: BASE + 10_000, since: BASE + 20_500 } as const;
    const [, , , paused] = draw({ tasks: [runningTask({ status })], theme: createTheme({ colours: true }) });
    expect(paused).toBe(`  npm install  ${' '.repeat(10)}${'━'.repeat(11)}${'╌'.repeat(19)}`);
  });

  test('say how many tasks have no room, and what the signs mean all the same', () => {
    const many = Array.from({ length: 50 }, (_, index) => ended(String(index), index * 500, index * 900));
    const lines = draw({ tasks: many, chosen: '30', height: 14 });
    const shown = lines.filter((line) => line.includes('npm install')).length;
    expect(lines).toContain(`  ↑ ${31 - shown} more · ↓ 19 more`);
    expect(lines.at(-1)).toContain('▓ writing');
  });

  test('say how long a task took, or nothing: never a part of it', () => {
    const late = [ended('a', 5_000, 37_400), ended('b', 5_000, 34_000)];
    const [, , , first = '', second = ''] = draw({ tasks: late });
    expect(first).toMatch(/━✓$/);
    expect(second).toMatch(/━✓ 0:29$/);
  });

  test.each([
    [7_900, 11_400, 'worked · one after the other 0:11 · saved 0:03'],
    [7_400, 11_500, 'worked · one after the other 0:12 · saved 0:05'],
  ])('say what working side by side has brought, in figures that add up: %i and %i ms', (worked, oneByOne, words) => {
    const overlap = { worked, oneByOne, saved: oneByOne - worked, waitedForTasks: worked };
    expect(draw({ overlap, width: 120 }).join('\n')).toContain(words);
  });
});
