import { describe, expect, test } from 'vitest';
import { isEnded, type Task } from '../../src/background/task.ts';
import { taskSummary } from '../../src/components/header.tsx';
import { listTasks, type ListState } from '../../src/components/listed-tasks.ts';
import { paneRows, stripRows } from '../../src/components/task-list.ts';
import { displayWidth } from '../../src/components/text.ts';
import { createTheme } from '../../src/components/theme.ts';
import { emptySession } from '../../src/store/session.ts';
import type { LedgerEntry } from '../../src/store/state.ts';
import { noTasks } from '../../src/store/tasks.ts';
import { initialUi } from '../../src/store/ui.ts';
import { endedTask, exitZero, runningTask, spec } from '../fixtures/tasks.ts';

const theme = createTheme({ colours: true });
const paneLines = (options: Parameters<typeof paneRows>[0]) => paneRows(options).map(({ text }) => text);
const stripLines = (options: Parameters<typeof stripRows>[0]) => stripRows(options).map(({ text }) => text);
const plain = (line: string) => line.replace(/\u001B\[[\d;]*m|\u001B\]8;;[^\u0007]*\u0007/g, '').trimEnd();
const MINUTE = 60_000;
const NOW = 100 * MINUTE;

const running = (id: string, changes: Partial<Task> = {}) =>
  runningTask({
    id,
    spec: { ...spec, command: `run ${id}` },
    output: { size: 900, lastLine: `said ${id}` },
    ...changes,
  });
const ended = (id: string, minutesAgo: number, code = 0) =>
  endedTask(
    { id, spec: { ...spec, command: `run ${id}` } },
    { ...exitZero, kind: 'exited', code, at: NOW - minutesAgo * MINUTE },
  );

const newsOf = (id: string, told: boolean): LedgerEntry => ({
  id,
  taskId: id,
  kind: 'ended',
  line: '',
  at: NOW,
  held: false,
  told: told ? { request: 1, at: NOW } : null,
  answered: null,
});

function stateOf(
  tasks: readonly Task[],
  ui: Partial<ListState['ui']> = {},
  told = tasks.map(({ id }) => id),
): ListState {
  return {
    session: { ...emptySession, info: { id: spec.sessionId, at: 0, cwd: '/', provider: 'offline', model: 'offline' } },
    tasks: {
      ...noTasks,
      order: tasks.map(({ id }) => id),
      byId: Object.fromEntries(tasks.map((task) => [task.id, task])),
      changedAt: NOW,
    },
    ledger: { entries: tasks.filter(isEnded).map(({ id }) => newsOf(id, told.includes(id))), muted: [] },
    ui: { ...initialUi, ...ui },
  };
}

const ids = (tasks: readonly Task[]) => tasks.map(({ id }) => id);

describe('the list of tasks', () => {
  const tasks = [ended('old', 5), ended('new', 1), running('a')];

  test('folds what ended a while ago', () => {
    const { shown, folded } = listTasks(stateOf(tasks));
    expect([ids(shown), ids(folded)]).toEqual([['a', 'new'], ['old']]);
  });

  test.each([
    ['it was not told yet', stateOf(tasks, {}, [])],
    ['it is chosen', stateOf(tasks, { focus: 'tasks', selected: 'old' })],
    ['all are wanted', stateOf(tasks, { pane: { ...initialUi.pane, unfolded: true } })],
  ])('does not fold it while %s', (_, state) => {
    expect(ids(listTasks(state).shown)).toEqual(['a', 'new', 'old']);
  });
});

describe('the pane', () => {
  const lines = (tasks: readonly Task[], height: number, selected: string | null = null, width = 39) => {
    const state = stateOf(tasks);
    const region = { x: 0, y: 0, width, height };
    return paneLines({
      list: listTasks(state),
      state: state.tasks,
      ledger: state.ledger,
      region,
      selected,
      now: NOW,
      theme,
      keyOfEnded: 'e',
    });
  };
  const many = (count: number) => Array.from({ length: count }, (_, n) => running(`t${n}`));

  test('says how many ended earlier, and which key shows them', () => {
    const shown = lines([running('a'), ended('x', 9), ended('y', 8), ended('z', 7)], 30).map(plain);
    expect(shown[0]).toMatch(/● run a/);
    expect(shown.at(-1)).toBe('   3 ended earlier · e shows them');
  });

  test.each([
    [3, 30, 'in detail', 4],
    [12, 30, 'in two lines', 2],
    [25, 30, 'in one line', 1],
  ])('shows %i tasks in %i rows %s each', (count, height, _, rows) => {
    const shown = lines(many(count), height).map(plain).filter(Boolean);
    const heads = shown.flatMap((line, index) => (line.startsWith(' ●') ? [index] : []));
    expect(heads).toHaveLength(count);
    expect(heads[1]).toBe(rows === 4 ? 3 : rows);
  });

  test('has the same form whatever its tasks say', () => {
    const silent = many(5).map((task) => ({ ...task, output: { size: 0, lastLine: '' } }));
    const heads = (shown: readonly string[]) => shown.map((line, index) => (plain(line).startsWith(' ●') ? index : -1));
    expect(heads(lines(silent, 24))).toEqual(heads(lines(many(5), 24)));
  });

  test.each([0, 17, 58, 59])('shows the chosen one of 60: number %i, and says what is above and below', (number) => {
    const shown = lines(many(60), 30, `t${number}`).map(plain);
    expect(shown.length).toBeLessThanOrEqual(30);
    expect(shown.filter((line) => line.startsWith('›'))).toEqual([expect.stringContaining(`run t${number} `)]);
    const [, above = '0', , below = '0'] = /(?:↑ (\d+) more)?( · )?(?:↓ (\d+) more)?$/.exec(shown.at(-1) ?? '') ?? [];
    expect(Number(above) + Number(below) + shown.length - 1).toBe(60);
  });

  test('is never wider than its room, and never higher', () => {
    const command = '日本語のとても長い名前 '.repeat(8);
    const tasks = many(7).map((task, n) => ({ ...task, spec: { ...spec, command: n % 2 ? command : 'x' } }));
    for (const height of [4, 8, 14, 20, 40]) {
      const shown = lines([...tasks, ended('x', 1, 1)], height, 't3', 30);
      expect(shown.length).toBeLessThanOrEqual(height + 1);
      expect(Math.max(...shown.map(displayWidth))).toBeLessThanOrEqual(30);
    }
  });

  test('leads to where a task listens, where the terminal has links', () => {
    const state = stateOf([running('a', { ports: [5173] })]);
    const region = { x: 0, y: 0, width: 39, height: 20 };
    const options = {
      list: listTasks(state),
      state: state.tasks,
      ledger: state.ledger,
      region,
      selected: null,
      now: NOW,
      theme,
      keyOfEnded: 'e',
    };
    expect(paneLines({ ...options, links: true })[0]).toContain(
      '\u001B]8;;http://localhost:5173\u0007:5173\u001B]8;;\u0007',
    );
    expect(paneLines(options)[0]).not.toContain('\u001B]8');
    expect(paneLines({ ...options, links: true }).map(displayWidth)).toEqual(paneLines(options).map(displayWidth));
  });
});

test('the strip below says how many ended earlier when it has no room for more', () => {
  const state = stateOf([running('a'), running('b'), running('c'), ended('x', 9)]);
  const region = { x: 0, y: 0, width: 80, height: 3 };
  const lines = stripLines({
    list: listTasks(state),
    state: state.tasks,
    ledger: state.ledger,
    region,
    selected: null,
    now: NOW,
    theme,
    keyOfEnded: 'e',
  });
  expect(lines.map(plain).at(-1)).toBe('   ↓ 1 more · 1 ended earlier · e shows them');
});

test('the pane says first what is out of view, and keeps its last column free', () => {
  const state = stateOf([...'abcdefgh'].map((id) => running(id)).concat(ended('x', 9)));
  const lines = paneLines({
    list: listTasks(state),
    state: state.tasks,
    ledger: state.ledger,
    region: { x: 0, y: 0, width: 28, height: 4 },
    selected: null,
    now: NOW,
    theme,
    keyOfEnded: 'e',
  });
  expect(plain(lines.at(-1) ?? '')).toBe('   ↓ 6 more · 1 ended earl…');
});

test.each([
  { room: 50, summary: '2 running · 1 waiting · 1 done · 1 failed' },
  { room: 40, summary: '2 running · 1 waiting · 1 ✓ · 1 ✗' },
  { room: 28, summary: '2 ● · 1 ◌ · 1 ✓ · 1 ✗' },
])('the summary is told in words, in $room columns as far as they have room', ({ room, summary }) => {
  const waiting = runningTask({ id: 'w', status: { phase: 'queued', since: 1, waitsFor: [] } });
  const { tasks } = stateOf([running('a'), running('b'), waiting, ended('c', 1), ended('d', 1, 3)]);
  expect(plain(taskSummary(tasks, { theme, room }))).toBe(summary);
});

test('the summary does not count what left processes running as done', () => {
  const left = endedTask({ id: 'a' }, { ...exitZero, leftRunning: 3 });
  const { tasks } = stateOf([left, ended('c', 1)]);
  expect(plain(taskSummary(tasks, { theme }))).toBe('1 left running · 1 done');
});
