/** What the model can say about order, standing still and signals. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openTools, type OpenToolsOptions } from '../../fixtures/open-tools.ts';

const HANG_MS = 20_000;

function open(options: OpenToolsOptions = {}) {
  const tools = openTools(options);
  const run = async (command: string, more: object = {}) =>
    (await tools.call('background_run', { command, ...more })).result;
  const start = async (command: string, more: object = {}) => (await run(command, more)).taskId ?? '';
  const ended = async (id: string) => (await tools.tasks.waitForEnd(id))?.status.end;
  const printed = (id: string, line: string) =>
    vi.waitFor(() => expect(tools.tasks.get(id)?.output.lastLine).toBe(line), HANG_MS);
  return { ...tools, run, start, ended, printed };
}

describe('after', () => {
  test.each([
    ['an id', (id: string) => id],
    ['the beginning of one', (id: string) => id.slice(0, 6)],
    ['a label', () => 'build'],
  ])('names by %s what has to complete first', async (_name, named) => {
    const { run, start, ended, root } = open();
    const first = await start('until [ -e go ]; do sleep 0.05; done; echo built > order', { label: 'build' });
    const result = await run('cat order > copy', { after: [named(first)] });
    expect(result).toMatchObject({ isError: false, summary: `${result.taskId} queued` });
    expect(result.text).toBe(
      `Background task ${result.taskId} queued: cat order > copy\nIt waits for ${first} and starts by itself. ` +
        'Its time limit is 60 s. You are told when it ends.',
    );
    writeFileSync(path.join(root, 'go'), '');
    expect(await ended(result.taskId ?? '')).toMatchObject({ kind: 'exited', code: 0 });
    expect(readFileSync(path.join(root, 'copy'), 'utf8')).toBe('built\n');
  });

  test('skips what needs a task that fails, in words; after_any_end does not', async () => {
    const { call, start, ended, root } = open();
    const build = await start('until [ -e go ]; do sleep 0.05; done; exit 3');
    const deploy = await start('echo deployed', { after: [build] });
    const clean = await start('echo clean', { after_any_end: [build] });
    writeFileSync(path.join(root, 'go'), '');
    expect(await ended(deploy)).toMatchObject({ kind: 'skipped', by: 'itself' });
    expect(await ended(clean)).toMatchObject({ kind: 'exited', code: 0 });
    const { result, told } = await call('check_background', { task_id: deploy });
    expect(result.text).toMatch(
      new RegExp(`^\\[bg:${deploy}\\] skipped: it needed ${build}, which failed \\(exit 3\\) · echo deployed\n`),
    );
    expect(result.text).not.toContain('log in');
    expect(told).toEqual([deploy]);
  });

  test('starts at once after what has completed', async () => {
    const { run, start, ended } = open();
    const first = await start('true');
    await ended(first);
    expect((await run('echo', { after: [first], after_any_end: [first] })).text).toContain('started: echo');
  });

  test.each(['after', 'after_any_end'])('%s of an unknown task is refused, with the known ones', async (field) => {
    const { run, start, tasks, questions } = open({ answer: () => ({ kind: 'once' }) });
    const id = await start('sleep 600');
    const result = await run('echo', { [field]: ['zzzz'] });
    expect(result).toMatchObject({ isError: true, text: `There is no task zzzz. The background tasks are: ${id}.` });
    expect(tasks.list()).toHaveLength(1);
    expect(questions).toHaveLength(1);
  });

  test('what did not complete is refused, and how to go on is said', async () => {
    const { run, start, ended, tasks } = open();
    const id = await start('exit 4');
    await ended(id);
    const result = await run('echo', { after: [id] });
    expect(result.isError).toBe(true);
    expect(result.text).toMatch(
      new RegExp(
        `^Not started: it would need ${id}, which did not complete \\(failed: exit 4 after .* s\\)\\. .*after_any_end`,
      ),
    );
    expect(tasks.list()).toHaveLength(1);
  });

  test('the question says what it waits for', async () => {
    const { start, questions, root } = open({ answer: () => ({ kind: 'once' }) });
    const id = await start('sleep 600');
    await start('sleep 0', { after: [id] });
    expect(questions[1]?.context).toBe(`in ${root} · time limit 60 s · after ${id}`);
  });
});

test('a task without a free place is queued, listed so, and can be stopped without having run', async () => {
  const { call, run, start, root } = open({ parallel: 1 });
  const first = await start('sleep 600');
  const { taskId: second = '', text } = await run('touch ran');
  expect(text).toContain('It waits for a free place and starts by itself');
  const { result } = await call('check_background', {});
  expect(result.summary).toBe('2 tasks · 1 running · 1 waiting');
  expect(result.text).toContain(`[bg:${second}] queued, waits for a free place · touch ran`);
  const stopped = await call('stop_background', { task_id: second });
  expect(stopped.result.text).toContain(`[bg:${second}] skipped: it had not started, stopped by the model`);
  expect(stopped.told).toEqual([second]);
  await call('stop_background', { task_id: first });
  expect(() => readFileSync(path.join(root, 'ran'))).toThrow('ENOENT');
});

test('a command in the foreground and a server never wait for a place', async () => {
  const { call, run } = open({ parallel: 1 });
  await run('sleep 600');
  expect((await run('sleep 601', { timeout: 0 })).text).toContain('started');
  expect((await call('bash', { command: 'echo here' })).result.text).toMatch(/^completed[^]*here$/);
});

test('again starts a command that already runs in the folder; without it the running one is named (FIELD P7)', async () => {
  const { run, start, tasks } = open();
  const id = await start('sleep 600');
  expect(await run('sleep 600')).toMatchObject({ taskId: id, text: expect.stringContaining('again: true') });
  expect(await start('sleep 600', { again: true })).not.toBe(id);
  expect(tasks.list()).toHaveLength(2);
});

test('bash with run_in_background starts a background task', async () => {
  const { call, tasks, questions, root } = open({ answer: () => ({ kind: 'once' }) });
  const { result } = await call('bash', { command: 'sleep 600', timeout: 0, run_in_background: true });
  expect(result.text).toMatch(/^Background task [0-9a-f]{8} started: sleep 600\n/);
  expect(tasks.list()).toMatchObject([{ attended: false, spec: { timeLimit: null, cwd: root } }]);
  expect(questions).toMatchObject([{ title: 'Run this command in the background?' }]);
  expect((await call('bash', { command: 'true', run_in_background: false })).result.text).toMatch(/^completed/);
});

describe('pausing', () => {
  test('a task lets it stand still until it is resumed', async () => {
    const { call, start, printed, processes } = open();
    const id = await start('echo begun; sleep 600; :');
    await printed(id, 'begun');
    const paused = await call('pause_background', { task_id: id });
    expect(paused.result).toMatchObject({ isError: false, taskId: id });
    expect(paused.result.text).toMatch(
      /^\[bg:.*\] paused for 0\.\d s · echo begun; .*\nEvery process of it stands still\.$/,
    );
    const stillOnes = (await processes()).filter((pid) => /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
    expect(stillOnes.length).toBeGreaterThanOrEqual(2);
    const resumed = await call('resume_background', { task_id: id });
    expect(resumed.result.text).toMatch(/^\[bg:.*\] running for .* · .*\nIt goes on\.$/);
  });

  test.each(['pause_background', 'resume_background'])('%s says why it cannot', async (name) => {
    const { call, start, ended } = open();
    const id = await start('exit 3');
    await ended(id);
    const { result, told } = await call(name, { task_id: id });
    expect(result).toMatchObject({ isError: true, text: expect.stringMatching(/is failed: exit 3 after .*\.$/) });
    expect(told).toEqual([]);
    expect((await call(name, { task_id: 'zzzz' })).result.text).toContain('There is no task zzzz');
  });

  test('is not asked', async () => {
    const { call, start, questions } = open({ answer: () => ({ kind: 'once' }) });
    const id = await start('sleep 600');
    await call('pause_background', { task_id: id });
    await call('resume_background', { task_id: id });
    expect(questions).toHaveLength(1);
  });
});

describe('stop_background with a signal', () => {
  test('that ends the task says so and tells the end', async () => {
    const { call, start, printed } = open();
    const id = await start('echo begun; sleep 600');
    await printed(id, 'begun');
    const { result, told } = await call('stop_background', { task_id: id, signal: 'SIGTERM' });
    expect(result.text).toMatch(
      new RegExp(
        `^Sent SIGTERM to \\d process(es)? of echo begun.*\\.\n\\[bg:${id}\\] stopped: SIGTERM, stopped by the model after .*\nbegun$`,
      ),
    );
    expect(told).toEqual([id]);
  });

  test('that only is a word to the task says that it goes on', async () => {
    const { call, start, printed } = open();
    const id = await start(`trap 'echo again' HUP; echo begun; while :; do sleep 0.05; done`);
    await printed(id, 'begun');
    const { result, told } = await call('stop_background', { task_id: id, signal: 'SIGHUP' });
    expect(result).toMatchObject({
      isError: false,
      text: expect.stringContaining('It did not end within 2.0 s: running'),
    });
    expect(told).toEqual([]);
    await printed(id, 'again');
  });

  test('that is unknown names those there are, and sends nothing', async () => {
    const { call, start, tasks } = open();
    const id = await start('sleep 600');
    const { result } = await call('stop_background', { task_id: id, signal: 'SIGFOO' });
    expect(result.isError).toBe(true);
    expect(result.text).toContain(
      'signal: expected one of SIGINT, SIGTERM, SIGKILL, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, got "SIGFOO"',
    );
    expect(tasks.get(id)?.status.phase).not.toBe('done');
  });

  test('for one that has not started or has ended sends nothing and says so', async () => {
    const { call, start, ended } = open({ parallel: 1 });
    const first = await start('sleep 600');
    const second = await start('true');
    const signal = async (task_id: string) => (await call('stop_background', { task_id, signal: 'SIGINT' })).result;
    expect(await signal(second)).toMatchObject({
      isError: true,
      text: 'Nothing was sent: true is queued, waits for a free place.',
    });
    await call('stop_background', { task_id: first });
    await ended(second);
    expect((await signal(second)).text).toMatch(/^Nothing was sent: true is completed: exit 0 after /);
  });
});
