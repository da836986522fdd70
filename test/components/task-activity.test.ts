import { describe, expect, test } from 'vitest';
import { activityRow, sparkline, usageWords } from '../../src/components/task-activity.ts';
import { displayWidth } from '../../src/components/text.ts';
import { createTheme } from '../../src/components/theme.ts';

const theme = createTheme({ colours: true });
const plain = (line: string) => line.replace(/\u001B\[[\d;]*m/g, '');

test.each([
  [[0, 0, 0], '▁▁▁'],
  [[1, 1_000_000, 0], '▂▇▁'],
  [[10, 20, 40, 80], '▂▃▄▇'],
])('the sparkline of %j is %s', (numbers, line) => {
  expect(sparkline(numbers)).toBe(line);
});

describe('the row of a busy task', () => {
  const options = { width: 34, now: 60_000, theme };

  test('keeps each figure in its columns, whatever they are', () => {
    const rates = { size: 900, second: 60, rates: [1, 0, 8] };
    const rows = [
      { pid: 1, processes: 1, memory: 340_000_000, cpu: 1.12 },
      { pid: 1, processes: 1, memory: 1_000, cpu: 0 },
      { pid: 1, processes: 1, memory: 6_100_000_000, cpu: 12.4 },
      { pid: 1, processes: 1, memory: 6_100_000 },
    ].map((usage) => plain(activityRow(18_000, { ...options, rates, usage })));
    expect(rows).toEqual([
      '▁▁▁▁▁▂▁▇  112 % cpu  340 MB  18 kB',
      '▁▁▁▁▁▂▁▇    0 % cpu    1 kB  18 kB',
      '▁▁▁▁▁▂▁▇ 1240 % cpu  6.1 GB  18 kB',
      '▁▁▁▁▁▂▁▇             6.1 MB  18 kB',
    ]);
  });

  test.each([12, 20, 34, 57, 90])('fits %i columns, and drops figures before it is too long', (width) => {
    const usage = { pid: 1, processes: 1, memory: 340_000_000, cpu: 1.12 };
    expect(displayWidth(activityRow(18_000_000, { ...options, width, usage }))).toBe(width);
  });
});

test('what is not known of the usage is left out of its words', () => {
  expect(usageWords({ pid: 1, processes: 2, memory: 340_000_000, cpu: 1.119 })).toEqual(['112 % CPU', '340 MB']);
  expect(usageWords({ pid: 1, processes: 2, memory: 340_000_000 })).toEqual(['340 MB']);
});
