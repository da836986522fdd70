import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sweepTasks, type Retention } from '../../../src/background/local/sweep-tasks.ts';
import { recordOf } from './record-of.ts';
import { openBackground } from '../open-background.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const now = Date.UTC(2026, 0, 20);

interface Planted {
  readonly state: string;
  /** Milliseconds since something last changed in its folder. */
  readonly age?: number;
  readonly bytes?: number;
  /** What stands in its state file instead of its record. */
  readonly record?: string;
}

/** A folder of tasks, by their ids. */
function plant(tasks: { readonly [id: string]: Planted }) {
  const tasksFolder = mkdtempSync(path.join(tmpdir(), 'meanwhile-sweep-'));
  onTestFinished(() => rmSync(tasksFolder, { recursive: true, force: true }));
  for (const [id, { state, age = 10 * MINUTE, bytes = 0, record = recordOf(id) }] of Object.entries(tasks)) {
    const folder = path.join(tasksFolder, id);
    const changed = new Date(now - age);
    mkdirSync(folder);
    writeFileSync(path.join(folder, state), record);
    writeFileSync(path.join(folder, 'log.0'), 'x'.repeat(bytes));
    for (const file of [state, 'log.0', '.']) utimesSync(path.join(folder, file), changed, changed);
  }
  const sweep = (retention: Partial<Retention> = {}) =>
    sweepTasks({ tasksFolder, now, bytes: Infinity, age: Infinity, ...retention });
  return { tasksFolder, sweep, left: () => readdirSync(tasksFolder).sort() };
}

test('tasks are removed so long after their end, whatever it was', async () => {
  const { sweep, left } = plant({
    '00000001': { state: 'done.0', age: 8 * DAY },
    '00000002': { state: 'lost', age: 8 * DAY },
    '00000003': { state: 'done.1', age: 6 * DAY },
  });
  expect(await sweep({ age: 7 * DAY })).toBe(2);
  expect(left()).toEqual(['00000003']);
});

test('when all logs together are too big, those that ended first go until the others fit (FIELD B1)', async () => {
  const { sweep, left } = plant({
    '00000001': { state: 'done.0', age: 20 * MINUTE, bytes: 4_000 },
    '00000002': { state: 'done.0', age: 40 * MINUTE, bytes: 4_000 },
    '00000003': { state: 'done.0', age: 30 * MINUTE, bytes: 4_000 },
    '00000004': { state: 'run.1', age: 50 * MINUTE, bytes: 4_000 },
  });
  await sweep({ bytes: 20_000 });
  expect(left()).toHaveLength(4);
  await sweep({ bytes: 9_000 });
  expect(left()).toEqual(['00000001', '00000004']);
});

test.each(['new', 'run.4711'])('a task in the state %s is never removed, and counts', async (state) => {
  const { sweep, left } = plant({
    '00000001': { state, age: 90 * DAY, bytes: 9_000 },
    '00000002': { state: 'done.0', bytes: 2_000 },
  });
  await sweep({ age: DAY, bytes: 10_000 });
  expect(left()).toEqual(['00000001']);
});

test('a task whose output was never closed is removed after a day in which none of its processes was there', async () => {
  const { sweep, left } = plant({
    '00000001': { state: 'exit.0', age: 2 * DAY },
    '00000002': { state: 'exit.0', age: 0.5 * DAY },
  });
  expect(await sweep({ age: 0 })).toBe(1);
  expect(left()).toEqual(['00000002']);
});

test('a folder in which a killed program wrote nothing is removed after a day', async () => {
  const { tasksFolder, sweep, left } = plant({
    '00000001': { state: 'new', age: 2 * DAY, record: '' },
    '00000002': { state: 'new', age: 0.5 * DAY, record: '' },
    '00000003': { state: 'new', age: 2 * DAY, record: '', bytes: 3 },
  });
  const empty = path.join(tasksFolder, '00000004');
  mkdirSync(empty);
  utimesSync(empty, new Date(now - 2 * DAY), new Date(now - 2 * DAY));
  expect(await sweep()).toBe(2);
  expect(left()).toEqual(['00000002', '00000003']);
});

test('a task that ended just now is kept: its end may still have to be told', async () => {
  const { sweep, left } = plant({ '00000001': { state: 'done.0', age: 10_000, bytes: 9_000 } });
  expect(await sweep({ age: 0, bytes: 0 })).toBe(0);
  expect(left()).toEqual(['00000001']);
});

test('what is not the folder of a task is left alone', async () => {
  const old = { state: 'done.0', age: 90 * DAY };
  const { tasksFolder, sweep, left } = plant({
    'my-notes': old,
    '0000000g': old,
    '00000001': { ...old, record: '{"id":"00000009"}' },
    '00000002': { ...old, record: 'not a record' },
    '00000003': { state: 'README', age: 90 * DAY },
  });
  writeFileSync(path.join(tasksFolder, '00000005'), 'a file');
  const before = left();
  expect(await sweep({ age: 0, bytes: 0 })).toBe(0);
  expect(left()).toEqual(before);
});

test('of a task that ran for a former folder of the project only the link to it goes', async () => {
  const { tasksFolder, sweep, left } = plant({});
  const elsewhere = plant({ '00000004': { state: 'done.0', age: 90 * DAY } });
  symlinkSync(path.join(elsewhere.tasksFolder, '00000004'), path.join(tasksFolder, '00000004'));
  expect(await sweep({ age: 0, bytes: 0 })).toBe(1);
  expect(left()).toEqual([]);
  expect(elsewhere.left()).toEqual(['00000004']);
});

test('what a sweep that was cut short has left is removed by the next', async () => {
  const { tasksFolder, sweep, left } = plant({});
  mkdirSync(path.join(tasksFolder, '00000001.removed'));
  writeFileSync(path.join(tasksFolder, '00000001.removed', 'log.0'), 'x');
  await sweep();
  expect(left()).toEqual([]);
});

test('two programs may sweep at once', async () => {
  const many = Array.from({ length: 50 }, (_, index) => [
    String(index).padStart(8, '0'),
    { state: 'done.0', age: 9 * DAY },
  ]);
  const { sweep, left } = plant(Object.fromEntries(many));
  const removed = await Promise.all([sweep({ age: DAY }), sweep({ age: DAY })]);
  expect(removed[0] + removed[1]).toBe(50);
  expect(left()).toEqual([]);
});

test('without a folder of tasks there is nothing to do', async () => {
  expect(await sweepTasks({ tasksFolder: '/nowhere/at/all', now, bytes: 0, age: 0 })).toBe(0);
});

test('a real task that runs or left something running stays, one that has ended goes', async () => {
  const { tasksFolder, run, runToEnd, manager } = await openBackground();
  const ended = await runToEnd('echo hello');
  const left = await runToEnd('setsid sleep 600 > /dev/null 2>&1 &');
  const running = run('echo hello; sleep 600');
  await expect.poll(() => manager.get(running.id)?.status.phase).toBe('running');
  expect(await sweepTasks({ tasksFolder, now: Date.now() + DAY, bytes: 0, age: 0 })).toBe(1);
  expect([ended, left, running].map(({ logFolder }) => existsSync(logFolder))).toEqual([false, true, true]);
});
