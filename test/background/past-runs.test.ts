import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openPastRuns } from '../../src/background/past-runs.ts';
import type { TaskEnd } from '../../src/background/task.ts';
import { endedTask, exitZero, spec } from '../fixtures/tasks.ts';

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'meanwhile-runs-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const file = (): string => path.join(folder(), 'past-runs.json');
const named = (command: string, cwd = '/shop') => ({ ...spec, command, cwd });
const took = (seconds: number, command = 'make', end: Partial<TaskEnd> = {}) =>
  endedTask({ spec: named(command) }, { ...exitZero, at: 1_000 + seconds * 1_000, ...end } as TaskEnd);

/** Opens the file, notes runs and closes it. */
function note(where: string, ...tasks: readonly ReturnType<typeof took>[]): void {
  const runs = openPastRuns(where);
  for (const task of tasks) runs.note(task);
  runs.close();
}

test.each([
  { seconds: [], usual: undefined },
  { seconds: [7], usual: 7_000 },
  { seconds: [9, 1, 5], usual: 5_000 },
  { seconds: [1, 100, 3, 5], usual: 4_000 },
])(
  'a command that took $seconds s usually takes $usual ms, also for a later program (FIELD S2)',
  ({ seconds, usual }) => {
    const where = file();
    note(where, ...seconds.map((each) => took(each)));
    expect(openPastRuns(where).usual(named('make'))).toBe(usual);
  },
);

test('what was just noted counts at once', () => {
  const runs = openPastRuns(file());
  runs.note(took(3));
  expect(runs.usual(named('make'))).toBe(3_000);
});

test.each<[string, Partial<TaskEnd>]>([
  ['failed', { kind: 'exited', code: 1 }],
  ['was stopped', { kind: 'signalled', signal: 'SIGTERM', by: 'user' }],
  ['was stopped and said 0', { by: 'model' }],
  ['left something running', { leftRunning: 1 }],
  ['reached its limit', { kind: 'timed-out', after: 1 }],
])('a run that %s says nothing about how long it takes', (_, end) => {
  const where = file();
  note(where, took(3, 'make', end));
  expect(openPastRuns(where).usual(named('make'))).toBeUndefined();
  expect(existsSync(where)).toBe(false);
});

test('the same command in another folder is another one', () => {
  const where = file();
  note(where, took(3));
  expect(openPastRuns(where).usual(named('make', '/other'))).toBeUndefined();
});

test('the last 10 runs of the newest 200 commands are kept, in a file for the user alone', () => {
  const where = file();
  note(where, ...Array.from({ length: 20 }, (_, index) => took(index < 10 ? 1_000 : 5)));
  note(where, ...Array.from({ length: 200 }, (_, index) => took(2, `make ${index}`)), took(5, 'make 0'));
  const runs = openPastRuns(where);
  expect(runs.usual(named('make'))).toBeUndefined();
  expect(runs.usual(named('make 0'))).toBe(3_500);
  note(where, ...Array.from({ length: 20 }, (_, index) => took(index < 10 ? 1_000 : 5)));
  expect(openPastRuns(where).usual(named('make'))).toBe(5_000);
  const { commands } = JSON.parse(readFileSync(where, 'utf8'));
  expect(commands).toHaveLength(200);
  expect(commands.at(-1)[1]).toHaveLength(10);
  expect(statSync(where).mode & 0o777).toBe(0o600);
});

test('the file does not repeat a command, which may hold a secret', () => {
  const where = file();
  note(where, took(3, 'curl -H "authorization: open sesame"'));
  expect(readFileSync(where, 'utf8')).not.toContain('sesame');
});

test('two programs that write at once do not spoil it', () => {
  const where = file();
  const programs = [openPastRuns(where), openPastRuns(where)];
  for (const [index, runs] of programs.entries()) {
    expect(runs.usual(named('make'))).toBeUndefined();
    runs.note(took(index + 1, `make ${index}`));
  }
  for (const runs of programs) runs.close();
  const later = openPastRuns(where);
  expect([later.usual(named('make 0')), later.usual(named('make 1'))]).toEqual([1_000, 2_000]);
  expect(readdirSync(path.dirname(where))).toEqual(['past-runs.json']);
});

test.each([
  '',
  'no JSON',
  '[]',
  'null',
  '{"version":2,"commands":[]}',
  '{"version":1,"commands":[["a",["x"]],5,["b"]]}',
])('a broken file is ignored, and mended by the next run: %j', (content) => {
  const where = file();
  writeFileSync(where, content);
  expect(openPastRuns(where).usual(named('make'))).toBeUndefined();
  note(where, took(3));
  expect(openPastRuns(where).usual(named('make'))).toBe(3_000);
});

test('what is wrong in a file takes nothing else with it', () => {
  const where = file();
  note(where, took(3));
  const { version, commands } = JSON.parse(readFileSync(where, 'utf8'));
  writeFileSync(where, JSON.stringify({ version, commands: [...commands, ['a', ['x']], 5, ['b']] }));
  expect(openPastRuns(where).usual(named('make'))).toBe(3_000);
});

test('a file that cannot be written harms nothing', () => {
  const where = path.join(folder(), 'missing', 'past-runs.json');
  note(where, took(3));
  expect(openPastRuns(where).usual(named('make'))).toBeUndefined();
});
