import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Task, TaskEnd, TaskStatus } from '../../src/background/task.ts';
import { sortTasks } from '../../src/components/listed-tasks.ts';
import { taskLine, taskLines } from '../../src/components/task-lines.ts';
import { displayWidth } from '../../src/components/text.ts';
import { createTheme } from '../../src/components/theme.ts';
import { hasControls, hostileText } from './hostile-text.ts';

const theme = createTheme({ colours: true });
const options = { width: 38, now: 253_000, theme, selected: false };
const plain = (line: string) => line.replace(/\u001B\[[\d;]*m/g, '');
const done = (end: Partial<TaskEnd>): TaskStatus => ({
  phase: 'done',
  startedAt: 10_000,
  end: { kind: 'exited', code: 0, at: 51_000, by: 'itself', leftRunning: 0, ...end } as TaskEnd,
});

function taskOf({
  id = '1f3a9c2e',
  command = 'npm run dev',
  label,
  status,
  lastLine = '',
  size = 0,
}: {
  readonly id?: string;
  readonly command?: string;
  readonly label?: string;
  readonly status: TaskStatus;
  readonly lastLine?: string;
  readonly size?: number;
}): Task {
  return {
    id,
    spec: {
      command,
      ...(label === undefined ? {} : { label }),
      cwd: '/',
      timeLimit: null,
      startedBy: 'model',
      sessionId: 's',
    },
    status,
    attended: false,
    output: { size, lastLine },
    logFolder: '/',
  };
}

describe('a task in the pane', () => {
  const running: TaskStatus = { phase: 'running', startedAt: 10_000 };

  test.each<[string, Task, number | undefined, readonly string[]]>([
    [
      'that runs says what it printed last',
      taskOf({ status: running, lastLine: 'ready on http://localhost:5173', size: 2040 }),
      undefined,
      [
        ' ● npm run dev                    4:03',
        '   ready on http://localhost:5173',
        '   ▁▁▁▁▁▁▁▁▁                      2 kB',
      ],
    ],
    [
      'that printed nothing says so',
      taskOf({ status: running, label: 'dev\nserver' }),
      undefined,
      [' ● dev server                     4:03', '   nothing printed yet', '   ▁▁▁▁▁▁▁▁▁                       0 B'],
    ],
    [
      'that waits says for what',
      taskOf({ status: { phase: 'queued', since: 0, waitsFor: ['77b0e1d4'] } }),
      undefined,
      [' ◌ npm run dev', '   waits for 77b0e1d4'],
    ],
    [
      'that is paused says so',
      taskOf({ status: { phase: 'paused', startedAt: 10_000, since: 0 }, lastLine: 'half', size: 4 }),
      undefined,
      [' ‖ npm run dev                    4:03', '   paused', '   half                            4 B'],
    ],
    [
      'that is being stopped says by whom',
      taskOf({
        status: { phase: 'stopping', startedAt: 10_000, since: 0, by: 'time limit' },
        lastLine: 'bye',
        size: 4,
      }),
      undefined,
      [
        ' ◼ npm run dev                    4:03',
        '   stopping at its time limit',
        '   bye                             4 B',
      ],
    ],
    [
      'that ended well says how and where it was told',
      taskOf({ status: done({}), lastLine: 'added 312 packages', size: 20 }),
      4,
      [' ✓ npm run dev                    0:41', '   exit 0 · told in request 4     20 B'],
    ],
    [
      'that failed also says what it printed last',
      taskOf({ status: done({ kind: 'exited', code: 1 }), lastLine: '1 failed', size: 900 }),
      undefined,
      [' ✗ npm run dev                    0:41', '   exit 1', '   1 failed                      900 B'],
    ],
    [
      'that never ran shows no time',
      taskOf({ status: done({ kind: 'skipped', reason: 'stopped before it started' }) }),
      undefined,
      [' ◼ npm run dev', '   skipped: stopped before it started'],
    ],
  ])('%s', (_, task, toldIn, expected) => {
    expect(taskLines(task, { ...options, toldIn }).map((line) => plain(line).trimEnd())).toEqual(expected);
  });

  test.each([
    [1, 'waits for a free place, next'],
    [2, 'waits for a free place, 2nd'],
    [13, 'waits for a free place, 13th'],
    [undefined, 'waits for a free place'],
  ])('that waits for a free place says where it stands: %s', (placeInLine, words) => {
    const task = taskOf({ status: { phase: 'queued', since: 0, waitsFor: [] } });
    const lines = taskLines(task, { ...options, placeInLine }).map((line) => plain(line).trimEnd());
    expect(lines).toEqual([' ◌ npm run dev', `   ${words}`]);
  });

  test('a long name gives way to the clock', () => {
    const task = taskOf({ command: 'npm run dev -- --host 0.0.0.0 --port 5173', status: running });
    expect(plain(taskLines(task, options)[0] ?? '')).toBe(' ● npm run dev -- --host 0.0.0.0… 4:03');
  });

  test('the chosen one is marked and bold', () => {
    const [first = ''] = taskLines(taskOf({ status: running }), { ...options, selected: true });
    expect(plain(first)).toMatch(/^›● npm run dev/);
    expect(first).toContain('\u001B[1mnpm run dev\u001B[22m');
  });

  test('a long reason takes two rows at most', () => {
    const task = taskOf({ status: done({ kind: 'lost', reason: 'many words '.repeat(30) }), lastLine: 'x' });
    const lines = taskLines(task, options).map((line) => plain(line).trimEnd());
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(/…$/);
  });
});

test('a task in one line says what, how long and what it said', () => {
  const task = taskOf({ status: { phase: 'running', startedAt: 10_000 }, lastLine: 'ready' });
  expect(plain(taskLine(task, { ...options, width: 60 }))).toBe(' ● npm run dev        4:03  ready'.padEnd(60));
});

test('what a task waits for is told by its name, where that is known', () => {
  const task = taskOf({ status: { phase: 'queued', since: 0, waitsFor: ['77b0e1d4'] } });
  const lines = taskLines(task, { ...options, nameOf: () => 'unit tests' }).map(plain);
  expect(lines.join('\n')).toContain('waits for unit tests');
});

test('running tasks come first, also what an ended one left, then waiting ones, then the ended, newest first', () => {
  const status = (phase: 'running' | 'queued' | 'left' | number): TaskStatus => {
    if (phase === 'running') return { phase, startedAt: 0 };
    if (phase === 'left') return done({ at: 9, leftRunning: 1 });
    return phase === 'queued' ? { phase, since: 0, waitsFor: [] } : done({ at: phase });
  };
  const tasks = [1, 'queued', 'running', 3, 'left', 2, 'running'].map((phase, index) =>
    taskOf({ id: String(index), status: status(phase as 'running') }),
  );
  expect(sortTasks(tasks).map(({ id }) => id)).toEqual(['2', '4', '6', '1', '3', '5', '0']);
});

test('whatever a task prints or is called, its lines fit and drive no terminal', () => {
  const statuses = fc.constantFrom<TaskStatus>({ phase: 'running', startedAt: 0 }, done({ kind: 'exited', code: 1 }), {
    phase: 'queued',
    since: 0,
    waitsFor: ['77b0e1d4', '1f3a9c2e'],
  });
  fc.assert(
    fc.property(
      hostileText,
      hostileText,
      statuses,
      fc.integer({ min: 12, max: 60 }),
      (command, lastLine, status, width) => {
        const task = taskOf({ command, lastLine, status });
        const lines = [...taskLines(task, { ...options, width }), taskLine(task, { ...options, width })];
        expect(lines.map(displayWidth)).toEqual(lines.map(() => width));
        expect(lines.some(hasControls)).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
});
