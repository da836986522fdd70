import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { keepHouse, type HousekeepingOptions } from '../../../src/background/local/housekeeping.ts';
import { recordOf } from './record-of.ts';

const HANG_MS = 20_000;
const MIB = 1024 * 1024;

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'meanwhile-house-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function open(options: Partial<HousekeepingOptions> = {}) {
  const said: string[] = [];
  const leave = keepHouse({
    tasksFolder: folder(),
    retention: { age: 1_000, bytes: Infinity },
    now: Date.now,
    say: (sentence) => said.push(sentence),
    firstRound: 1,
    interval: 1,
    ...options,
  });
  onTestFinished(leave);
  return { said, leave };
}

test('ended tasks are swept soon after the start', async () => {
  const tasksFolder = folder();
  const task = path.join(tasksFolder, '1f3a9c2e');
  mkdirSync(task);
  writeFileSync(path.join(task, 'done.0'), recordOf('1f3a9c2e'));
  utimesSync(path.join(task, 'done.0'), 0, 0);
  open({ tasksFolder });
  await vi.waitFor(() => expect(readdirSync(tasksFolder)).toEqual([]), HANG_MS);
});

test('a disk that is nearly full is said once, and again only after there was room', async () => {
  const free = [500, 199, 150, 250, 199, 400, 100].map((mib) => mib * MIB);
  const heard: number[] = [];
  const { said } = open({
    freeBytes: async () => {
      heard.push(said.length);
      return free[heard.length - 1];
    },
  });
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(free.length), HANG_MS);
  expect(heard.slice(0, free.length + 1)).toEqual([0, 0, 1, 1, 1, 1, 1, 2]);
  expect(said[0]).toMatch(/^Less than 200 MiB are free on the disk that holds .*Free some space, or set keepLogsMiB/);
});

test('nothing is said or done after the end', async () => {
  let asked = 0;
  let answer: (bytes: number) => void = () => undefined;
  const { said, leave } = open({
    freeBytes: () => {
      asked += 1;
      return new Promise((resolve) => (answer = resolve));
    },
  });
  await vi.waitFor(() => expect(asked).toBe(1), HANG_MS);
  leave();
  answer(0);
  await new Promise(setImmediate);
  expect([asked, said]).toEqual([1, []]);
});
