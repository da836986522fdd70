import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Task, TaskProgress } from '../../src/background/task.ts';
import { logTitle } from '../../src/components/log-lines.ts';
import { taskLine, taskLines } from '../../src/components/task-lines.ts';
import { displayWidth } from '../../src/components/text.ts';
import { createTheme } from '../../src/components/theme.ts';
import { endedTask, runningTask, spec } from '../fixtures/tasks.ts';

const theme = createTheme({ colours: true });
const plain = (line: string) => line.replace(/\u001B\[[\d;]*m/g, '').trimEnd();

/** A task that has run for 12 s. */
function task({ progress, ...changes }: Partial<Task> & { readonly progress?: TaskProgress } = {}): Task {
  const output = { size: 18_000, lastLine: '✓ price.test.ts', ...(progress === undefined ? {} : { progress }) };
  return runningTask({ spec: { ...spec, command: 'npx vitest run' }, output, ...changes });
}

const now = 13_000;
const pane = (of: Task, width = 38, at = now) =>
  taskLines(of, { width, now: at, theme, selected: false }).map(plain).slice(1, -2);
const half: TaskProgress = { fraction: 0.634, words: '52 of 82' };

describe('a running task in the pane (FIELD S2)', () => {
  test.each<[string, Task, string]>([
    ['shows a bar', task({ progress: half }), '   ━━━━━━━━━━━━━────────  63 %'],
    ['shows bar and estimate', task({ progress: half, usual: 19_000 }), '   ━━━━━━━━━━━━━────────  63 %    ~7 s'],
    [
      'that did nothing yet shows an empty bar',
      task({ progress: { fraction: 0, words: '' } }),
      '   ─────────────────────   0 %',
    ],
    [
      'shows a full bar only when all is done',
      task({ progress: { fraction: 0.999, words: '' } }),
      '   ━━━━━━━━━━━━━━━━━━━━─  99 %',
    ],
    ['shows words without a bar', task({ progress: { words: '12.3 of 45.6 MB' } }), '   12.3 of 45.6 MB'],
    ['shows an estimate as such', task({ usual: 19_000 }), '   ~7 s left'],
    ['that takes a while longer says what is usual', task({ usual: 11_000 }), '   usually 11 s'],
    ['is slower than usual beyond twice that', task({ usual: 5_900 }), '   slower than usual (6 s)'],
    ['shows minutes and hours', task({ usual: 7_200_000 }), '   ~2 h left'],
  ])('%s', (_, of, row) => expect(pane(of)).toEqual([row]));

  test.each<[string, Task]>([
    ['without figures', task()],
    ['that is usually over at once', task({ usual: 1_500, status: { phase: 'running', startedAt: 12_500 } })],
    ['that waits', task({ progress: half, usual: 19_000, status: { phase: 'queued', since: 0, waitsFor: [] } })],
  ])('no row is taken by a task %s', (_, of) => {
    expect(pane(of).join()).not.toMatch(/━|─|~|usual/);
  });

  test('an ended task has no bar, no estimate and no port', () => {
    const { output } = task({ progress: half });
    const ended = endedTask({ output, usual: 19_000, ports: [5173] });
    const lines = [
      ...taskLines(ended, { width: 60, now, theme, selected: false }),
      taskLine(ended, { width: 90, now, theme, selected: false }),
    ];
    expect(lines.map(plain).join()).not.toMatch(/━|~|:5173/);
  });

  test('bar and estimate change in place', () => {
    const rows = [0, 0.09, 0.5, 1].map(
      (fraction) => pane(task({ progress: { fraction, words: '' }, usual: 19_000 }))[0] ?? '',
    );
    expect(new Set(rows.map((row) => row.indexOf('%'))).size).toBe(1);
    expect(new Set(rows.map((row) => row.indexOf('~'))).size).toBe(1);
    const strip = [0, 0.09, 0.5, 1].map((fraction) =>
      plain(
        taskLine(task({ progress: { fraction, words: '' }, usual: 100_000 * (1 + fraction) }), {
          width: 80,
          now,
          theme,
          selected: false,
        }),
      ),
    );
    expect(new Set(strip.map((line) => line.indexOf('✓'))).size).toBe(1);
  });

  test.each<[readonly number[], string]>([
    [[], ' ● npm run dev                    0:12'],
    [[5173], ' ● npm run dev              :5173 0:12'],
    [[5173, 9229], ' ● npm run dev        :5173 :9229 0:12'],
    [[80, 81, 82], ' ● npm run dev             :80 +2 0:12'],
  ])('says that it listens on %j (FIELD P7)', (ports, line) => {
    const server = task({ ports, spec: { ...spec, command: 'npm run dev' } });
    expect(plain(taskLines(server, { width: 38, now, theme, selected: false })[0] ?? '')).toBe(line);
  });
});

test.each<[number, Task, string]>([
  [
    80,
    task({ progress: half, usual: 19_000 }),
    ' ● npx vitest run          0:12  ━━━━━━─────  63 % ~7 s     ✓ price.test.ts',
  ],
  [80, task({ progress: half }), ' ● npx vitest run          0:12  ━━━━━━─────  63 % ✓ price.test.ts'],
  [50, task({ progress: half, usual: 19_000 }), ' ● npx vitest …    0:12    63 % ✓ price.test.ts'],
  [80, task({ usual: 19_000 }), ' ● npx vitest run          0:12   ~7 s     ✓ price.test.ts'],
  [80, endedTask({ usual: 19_000 }), ' ✓ npm install             0:41  exit 0'],
  [80, task({ ports: [5173] }), ' ● npx vitest run          0:12  :5173 ✓ price.test.ts'],
])('in one line of %d columns', (width, of, line) => {
  expect(plain(taskLine(of, { width, now, theme, selected: false }))).toBe(line);
});

test.each<[number, string]>([
  [120, '● running 0:12 · 52 of 82 · ~7 s left · :5173 · 18 kB'],
  [60, '● running 0:12 · 52 of 82 · 18 kB'],
  [30, '● running 0:12'],
])('the title of its log tells it where there is room: %d columns', (width, end) => {
  const title = plain(logTitle(task({ progress: half, usual: 19_000, ports: [5173] }), { width, now, theme }));
  expect(title.endsWith(end)).toBe(true);
});

test('a sign says that it runs in the sandbox, and the title of its log what the sign means', () => {
  const sandbox = { root: '/shop', writable: [], network: false };
  const of = { ...task({ ports: [5173] }), spec: { ...spec, sandbox } };
  const options = { width: 60, now, theme, selected: false };
  expect(taskLines(of, options).map(plain)[0]).toMatch(/^ ● npm install +▣ :5173 0:12$/);
  expect(plain(taskLine(of, options))).toMatch(/0:12 +▣ :5173/);
  expect(plain(logTitle(of, { width: 120, now, theme }))).toContain('● running 0:12 · ▣ sandbox, no network · :5173');
  expect(taskLines(task({ ports: [5173] }), options).join('')).not.toContain('▣');
});

test('whatever the figures are, the lines fit', () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  const progress = fc.oneof(fc.record({ fraction, words: fc.constant('1 of 2') }), fc.record({ words: fc.string() }));
  const port = fc.array(fc.integer({ min: 1, max: 65_535 }), { maxLength: 4 });
  const milliseconds = fc.integer({ min: 0, max: 10 ** 9 });
  fc.assert(
    fc.property(
      progress,
      port,
      milliseconds,
      milliseconds,
      fc.integer({ min: 12, max: 120 }),
      (said, ports, usual, at, width) => {
        const of = task({ progress: said, ports, usual });
        const options = { width, now: at, theme, selected: false };
        const lines = [...taskLines(of, options), taskLine(of, options), logTitle(of, options)];
        expect(lines.map(displayWidth)).toEqual(lines.map(() => width));
      },
    ),
  );
});
