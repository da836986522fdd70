/** A project folder that was renamed or removed: what is recorded of it is found again, and taken over by another. */
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPlace, openProgram, PROGRAM, type Place } from '../fixtures/program.ts';

let place: Place;
let renamed: string;
beforeEach(async () => {
  place = await createPlace();
  renamed = path.join(path.dirname(place.project), 'renamed');
});
afterEach(() => place.remove());

async function run(cwd: string, ...args: readonly string[]) {
  const options = { cwd, env: place.env, extendEnv: false, reject: false, input: '' } as const;
  const { exitCode, stdout, stderr } = await execa(process.execPath, [PROGRAM, ...args], options);
  return { code: exitCode, out: stdout, err: stderr };
}

/** Answers the id of the session. */
async function say(cwd: string, ...args: readonly string[]): Promise<string> {
  const { out } = await run(cwd, '-p', ...args, '--output-format', 'json');
  return JSON.parse(out.trim().split('\n').at(-1) ?? '').session;
}

test('a start in the renamed folder names its sessions and the command that takes them over', async () => {
  const id = await say(place.project, 'Say hello');
  await rename(place.project, renamed);
  const { code, err } = await run(renamed, '-p', 'Say hello');
  expect(code).toBe(0);
  expect(err).toMatch(
    new RegExp(`one session of .*project, which is gone and .* this folder\\. .*cli\\.js --resume ${id}`),
  );
});

test('--resume takes over all that is recorded of a folder that is gone, and says so', async () => {
  const [other, id] = [await say(place.project, 'Say hello'), await say(place.project, 'Say goodbye')];
  await rename(place.project, renamed);
  const taken = await run(renamed, '--resume', id.slice(0, 6), '-p', 'go on');
  expect(taken).toMatchObject({
    code: 0,
    err: expect.stringMatching(/Took over 2 sessions of .*project, which is gone/),
  });
  expect(await run(renamed, '--resume', other, '-p', 'go on')).toMatchObject({ code: 0, err: '' });
  expect((await run(renamed, '--continue', '-p', 'and on')).code).toBe(0);
});

test('--continue says what can be taken over', async () => {
  const id = await say(place.project, 'Say hello');
  await rename(place.project, renamed);
  const { code, err } = await run(renamed, '--continue', '-p', 'go on');
  expect(code).toBe(2);
  expect(err).toContain(`cli.js --resume ${id}`);
});

test('a session of a folder that is there is named with that folder, and stays there', async () => {
  const id = await say(place.project, 'Say hello');
  await mkdir(renamed);
  const { code, err } = await run(renamed, '--resume', id, '-p', 'go on');
  expect(code).toBe(2);
  expect(err).toContain(`cli.js --cwd ${place.project} --resume ${id}`);
});

test('export finds a session by its id from any folder, and by --cwd of the folder that is gone', async () => {
  const id = await say(place.project, 'Say hello');
  await rename(place.project, renamed);
  for (const args of [[id], ['--cwd', place.project]]) {
    const { code, out } = await run(renamed, 'export', ...args, '--format', 'md', '-o', '-');
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('Say hello') });
  }
});

test('--cwd of a folder that is gone says what became of it and what to do', async () => {
  const id = await say(place.project, 'Say hello');
  await rename(place.project, renamed);
  const { code, err } = await run(renamed, '--cwd', place.project, '-p', 'hello');
  expect(code).toBe(2);
  expect(err).toMatch(/is gone: it was removed or renamed\..*--cwd FOLDER --resume /);
  expect(err).toContain(id);
  expect(existsSync(place.project)).toBe(false);
});

test('a task that runs is followed and stopped after its folder was renamed and taken over', async () => {
  const program = openProgram(place);
  await program.waitFor('meanwhile');
  program.type('&echo begun; sleep 300');
  program.key('enter');
  const [task] = await vi.waitFor(async () => {
    const { out } = await run(place.project, 'tasks', 'list', '--json');
    const tasks = JSON.parse(out);
    expect(tasks).toMatchObject([{ state: 'running' }]);
    return tasks;
  }, 20_000);
  program.kill('SIGKILL');
  await program.exit();
  await rename(place.project, renamed);
  expect(await run(renamed, 'tasks', 'log', task.id)).toMatchObject({ code: 0, out: 'begun' });
  await run(renamed, '--resume', task.session, '-p', 'go on', '--no-wait');
  const listed = JSON.parse((await run(renamed, 'tasks', 'list', '--json')).out);
  expect(listed).toMatchObject([{ id: task.id, state: 'running' }]);
  const all = JSON.parse((await run(renamed, 'tasks', 'list', '--all', '--json')).out);
  expect(all).toHaveLength(1);
  expect(await run(renamed, 'tasks', 'stop', task.id)).toMatchObject({ code: 0 });
  expect(JSON.parse((await run(renamed, 'tasks', 'list', '--json')).out)).toMatchObject([
    { id: task.id, state: 'stopped' },
  ]);
});
