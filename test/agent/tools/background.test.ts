import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { openTools, type OpenToolsOptions } from '../../fixtures/open-tools.ts';

const HANG_MS = 20_000;

function background(options: OpenToolsOptions = {}) {
  const tools = openTools(options);
  const text = async (name: string, input: object) => (await tools.call(name, input)).result.text;
  const start = async (command: string, more: object = {}) => {
    const { result } = await tools.call('background_run', { command, ...more });
    return result.taskId ?? '';
  };
  const ended = async (id: string) => expect((await tools.tasks.waitForEnd(id))?.status.phase).toBe('done');
  return { ...tools, text, start, ended };
}

test('background_run answers at once with the id, the limit and that a notice will come', async () => {
  const { call, named, tasks } = background();
  const { result, told } = await call('background_run', { command: 'sleep 600', label: ' long ' });
  const [id] = named;
  expect(result.text).toBe(
    `Background task ${id} started: sleep 600\nIts time limit is 60 s. You are told when it ends.`,
  );
  expect(result).toMatchObject({ isError: false, taskId: id });
  expect(told).toEqual([]);
  expect(tasks.list()).toMatchObject([
    { attended: false, spec: { label: 'long', startedBy: 'model', timeLimit: 60_000 } },
  ]);
});

test('a task may have no time limit, a label and a folder of its own', async () => {
  const { root, tasks, call } = background();
  mkdirSync(path.join(root, 'web'));
  const { result } = await call('background_run', { command: 'sleep 600', timeout: 0, cwd: 'web' });
  const id = result.taskId ?? '';
  expect(result.text).toContain('check_background says which TCP ports it listens on.');
  expect(tasks.get(id)?.spec).toMatchObject({ timeLimit: null, cwd: path.join(root, 'web') });
});

test.each([
  { cwd: '..', says: 'outside the project' },
  { cwd: 'nowhere', says: 'cwd nowhere is not a folder.' },
  { cwd: 'a.txt', says: 'cwd a.txt is not a folder.' },
])('nothing is started or asked in $cwd', async ({ cwd, says }) => {
  const { root, call, tasks, questions } = background({ answer: () => ({ kind: 'once' }) });
  writeFileSync(path.join(root, 'a.txt'), '');
  const { result } = await call('background_run', { command: 'true', cwd });
  expect(result).toMatchObject({ isError: true, text: expect.stringContaining(says) });
  expect(tasks.list()).toEqual([]);
  expect(questions).toEqual([]);
});

test('a command that runs already in that folder is not started again', async () => {
  const { root, call, tasks, start } = background();
  mkdirSync(path.join(root, 'web'));
  const id = await start('sleep 600');
  const { result } = await call('background_run', { command: 'sleep 600', cwd: '.' });
  expect(result).toMatchObject({ isError: false, taskId: id, summary: `already runs as ${id}` });
  await start('sleep 600', { cwd: 'web' });
  await start('sleep 601');
  expect(tasks.list()).toHaveLength(3);
});

test('a command that has ended can be started again', async () => {
  const { start, ended } = background();
  const first = await start('true');
  await ended(first);
  expect(await start('true')).not.toBe(first);
});

test('the question shows command, folder and limit', async () => {
  const { start, questions, root } = background({ answer: () => ({ kind: 'once' }) });
  await start('sleep 0', { timeout: 0 });
  expect(questions).toMatchObject([
    { title: 'Run this command in the background?', body: ['sleep 0'], context: `in ${root} · no time limit` },
  ]);
});

test('check_background says when there are no background tasks, whatever ran in the foreground', async () => {
  const { call, text } = background();
  await call('bash', { command: 'true' });
  expect(await text('check_background', {})).toBe('No background tasks.');
});

test('check_background lists every task in one line and tells the ends it shows', async () => {
  const { call, start, ended } = background();
  const done = await start('echo hello; exit 2', { label: 'greeting' });
  const running = await start('sleep 600');
  await ended(done);
  const { result, told } = await call('check_background', {});
  const [first, second, ...more] = result.text.split('\n');
  expect(first).toMatch(
    new RegExp(`^\\[bg:${done}\\] failed: exit 2 after .* s · greeting: echo hello; exit 2 · last line: hello$`),
  );
  expect(second).toMatch(new RegExp(`^\\[bg:${running}\\] (starting|running for .* s) · sleep 600 · printed nothing$`));
  expect(more).toEqual([]);
  expect(result.summary).toBe('2 tasks · 1 running');
  expect(told).toEqual([done]);
});

test('of many ended tasks the newest are listed, and the others are not told', async () => {
  const { call, start, ended } = background();
  const ids = await Promise.all(Array.from({ length: 32 }, (_, index) => start(`: ${index}`)));
  await Promise.all(ids.map(ended));
  const { result, told } = await call('check_background', {});
  expect(result.text).toContain('[2 older ended tasks left out]');
  expect(told).toHaveLength(30);
}, 60_000);

test.each([
  { name: 'an id', wanted: (id: string) => id },
  { name: 'a unique beginning', wanted: (id: string) => id.slice(0, 6) },
  { name: 'the form of a notice', wanted: (id: string) => `bg:${id}` },
])('check_background shows one task by $name and tells its end', async ({ wanted }) => {
  const { call, start, ended } = background();
  const id = await start('echo hello');
  await ended(id);
  const { result, told } = await call('check_background', { task_id: wanted(id) });
  expect(result.text).toMatch(
    /completed: exit 0 after .* · echo hello\nin .*, time limit 60 s, printed 6 bytes, log in .*\nhello$/,
  );
  expect(told).toEqual([id]);
});

test('check_background shows the last lines of a task that runs and tells no end', async () => {
  const { call, start, tasks } = background();
  const id = await start('seq 1 50; sleep 600');
  await vi.waitFor(() => expect(tasks.get(id)?.output.lastLine).toBe('50'), HANG_MS);
  const { result, told } = await call('check_background', { task_id: id, tail: 3 });
  expect(result.text).toMatch(/running for [^]*\[… earlier lines left out; the log is in .* …\]\n48\n49\n50$/);
  expect(told).toEqual([]);
});

test('check_background tells how far a task is and where it listens, and so does the answer to a second start (FIELD P7)', async () => {
  const { call, start, tasks, text } = background();
  const listen = `const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log('[12/80] built'))`;
  const command = `${process.execPath} -e "${listen}"`;
  const id = await start(command, { timeout: 0 });
  await vi.waitFor(() => expect(tasks.get(id)?.ports).toHaveLength(1), HANG_MS);
  await vi.waitFor(() => expect(tasks.get(id)?.output.size).toBeGreaterThan(0), HANG_MS);
  const facts = `running for .* s · its output says: 12 of 80 · listens on TCP port ${tasks.get(id)?.ports?.[0]}`;
  expect(await text('check_background', {})).toMatch(new RegExp(`^\\[bg:${id}\\] ${facts} · `));
  expect(await text('check_background', { task_id: id })).toMatch(new RegExp(`^\\[bg:${id}\\] ${facts} · `));
  expect((await call('background_run', { command })).result.text).toMatch(new RegExp(`task ${id} \\(${facts}\\)`));
});

test('check_background says when a log is no longer kept', async () => {
  const { start, ended, text, tasks } = background();
  const id = await start('echo hello');
  await ended(id);
  rmSync(tasks.get(id)?.logFolder ?? '', { recursive: true });
  expect(await text('check_background', { task_id: id })).toMatch(/\n\(what it printed is no longer kept\)$/);
});

test('the end of a task of another session is shown and not told', async () => {
  const { call, tasks, root } = background();
  const spec = { command: 'true', cwd: root, timeLimit: null, startedBy: 'model', sessionId: 'session-b' } as const;
  const { id } = tasks.run(spec);
  await tasks.waitForEnd(id);
  expect((await call('check_background', { task_id: id })).told).toEqual([]);
});

test.each(['check_background', 'stop_background'])('%s names the known tasks when the id is unknown', async (name) => {
  const { call, start, text } = background();
  expect(await text(name, { task_id: 'zzzzzzzz' })).toBe('There is no task zzzzzzzz. There are no background tasks.');
  const id = await start('sleep 600');
  const { result } = await call(name, { task_id: 'zzzzzzzz' });
  expect(result).toMatchObject({ isError: true, text: `There is no task zzzzzzzz. The background tasks are: ${id}.` });
});

test('stop_background ends the task with its children and tells how', async () => {
  const { call, start, tasks, processes } = background();
  const id = await start('echo begun; sleep 600 & sleep 601; wait');
  await vi.waitFor(() => expect(tasks.get(id)?.output.lastLine).toBe('begun'), HANG_MS);
  const { result, told } = await call('stop_background', { task_id: id });
  expect(result.text).toMatch(
    new RegExp(`^Stopped echo begun.*\\.\n\\[bg:${id}\\] stopped: .*stopped by the model after .* s\nbegun$`),
  );
  expect(result).toMatchObject({ isError: false, taskId: id });
  expect(told).toEqual([id]);
  await vi.waitFor(async () => expect(await processes()).toEqual([]), HANG_MS);
});

test('stop_background says so when the task had ended before', async () => {
  const { call, start, ended } = background();
  const id = await start('true');
  await ended(id);
  const { result, told } = await call('stop_background', { task_id: id });
  expect(result.text).toMatch(/^It had ended before: true\.\n\[bg:.*\] completed: exit 0 after /);
  expect(told).toEqual([id]);
});

test('an interruption does not wait until the task has ended', async () => {
  const { call, start, tasks, processes } = background();
  const id = await start(`trap '' INT TERM; echo begun; sleep 600; sleep 600`);
  await vi.waitFor(() => expect(tasks.get(id)?.output.lastLine).toBe('begun'), HANG_MS);
  const controller = new AbortController();
  const stopping = call('stop_background', { task_id: id }, controller.signal);
  await vi.waitFor(() => expect(tasks.get(id)?.status.phase).toBe('stopping'), HANG_MS);
  controller.abort();
  const { result, told } = await stopping;
  expect(result).toMatchObject({ isError: true, summary: 'interrupted' });
  expect(told).toEqual([]);
  await vi.waitFor(async () => expect(await processes()).toEqual([]), HANG_MS);
}, 60_000);

test('checking and stopping are not asked', async () => {
  const { call, start, questions } = background({ answer: () => ({ kind: 'once' }) });
  const id = await start('sleep 600');
  await call('check_background', {});
  await call('stop_background', { task_id: id });
  expect(questions).toHaveLength(1);
});
