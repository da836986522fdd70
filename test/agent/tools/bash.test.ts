import { existsSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { openTools, type OpenToolsOptions } from '../../fixtures/open-tools.ts';

const HANG_MS = 20_000;

function shell(options: OpenToolsOptions = {}) {
  const tools = openTools(options);
  return { ...tools, bash: (input: object, signal?: AbortSignal) => tools.call('bash', input, signal) };
}

test('a command answers with how it ended and what it printed, in order', async () => {
  const { bash, named } = shell();
  const { result, told } = await bash({ command: 'echo one; echo two >&2; echo three' });
  expect(result.text).toMatch(/^completed: exit 0 after \d+\.\d s\none\ntwo\nthree$/);
  expect(result.summary).toMatch(/^exit 0 · \d+\.\d s$/);
  expect(result).toMatchObject({ isError: false, taskId: named[0] });
  expect(told).toEqual(named);
});

test('it runs in the project folder', async () => {
  const { bash, root } = shell();
  expect((await bash({ command: 'pwd -P' })).result.text).toContain(root);
});

test.each([
  { name: 'an exit that is not 0', command: 'echo no; exit 3', says: /^failed: exit 3 after .*\nno$/, badly: true },
  {
    name: 'a command that is not found',
    command: 'no-such-command-here',
    says: /^failed: exit 127 after /,
    badly: true,
  },
  { name: 'a signal from itself', command: 'kill -9 $$', says: /^failed: .*(SIGKILL|137)/, badly: true },
  { name: 'silence', command: 'true', says: /\n\(it printed nothing\)$/, badly: undefined },
])(
  '$name is an answer and no error of the tool, though the screen may show it red',
  async ({ command, says, badly }) => {
    const { bash } = shell();
    const { result } = await bash({ command });
    expect(result.text).toMatch(says);
    expect(result).toMatchObject({ isError: false });
    expect(result.endedBadly).toBe(badly);
  },
);

test('of a command that failed the screen gets the lines that say why, of another none', async () => {
  const { bash } = shell();
  const { result } = await bash({ command: 'for n in 1 2 3 4 5; do echo $n; done; exit 3' });
  expect(result.excerpt).toEqual(['3', '4', '5']);
  expect((await bash({ command: 'echo fine' })).result.excerpt).toBeUndefined();
});

test('what a command leaves running is said, with how to end it', async () => {
  const { bash, call, named, processes } = shell();
  const { result } = await bash({ command: 'sleep 600 & echo begun' });
  const [id] = named;
  expect(result.text).toMatch(
    new RegExp(
      `^exited: exit 0, 1 process still running \\(sleep\\) after .*\nTo end what it left running: stop_background ${id}\\.\nbegun$`,
    ),
  );
  await call('stop_background', { task_id: id });
  await vi.waitFor(async () => expect(await processes()).toEqual([]), HANG_MS);
});

test('a command that cannot be started is an error', async () => {
  const { bash, root } = shell();
  rmdirSync(root);
  const { result } = await bash({ command: 'true' });
  expect(result).toMatchObject({ isError: true, text: expect.stringMatching(/^error: did not start: /) });
});

test('colours and what drives a terminal do not reach the model', async () => {
  const { bash } = shell();
  const { result } = await bash({ command: String.raw`printf '\033[31mred\033[0m \033]0;title\007plain\n'` });
  expect(result.text).toMatch(/\nred plain$/);
});

test('of long output the beginning and the end are told, and where the rest is', async () => {
  const { bash, tasks, named } = shell();
  const { result } = await bash({ command: 'seq 1 100000' });
  expect(result.text.length).toBeLessThanOrEqual(30_000);
  expect(result.text).toMatch(/s\n1\n2\n3\n[^]*\n99999\n100000$/);
  const folder = tasks.get(named[0] ?? '')?.logFolder;
  expect(result.text).toMatch(/\[… \d{3},\d{3} bytes left out; the log is in /);
  expect(result.text).toContain(folder);
});

test('output that just fits is told whole, without a seam', async () => {
  const { bash } = shell();
  const { result } = await bash({ command: 'seq 1 4500' });
  const numbers = Array.from({ length: 4_500 }, (_, index) => String(index + 1));
  expect(result.text.split('\n').slice(1)).toEqual(numbers);
});

test('its time limit stops a command, and the answer says so', async () => {
  const { bash, processes } = shell();
  const { result } = await bash({ command: 'echo begun; sleep 600', timeout: 0.5 });
  expect(result.text).toMatch(/^timeout: stopped at its time limit of 0\.5 s after [^]*begun/);
  await vi.waitFor(async () => expect(await processes()).toEqual([]), HANG_MS);
});

test('a command that runs already in the folder is named, and not started a second time unless again is true (P7)', async () => {
  const { bash, call, tasks } = shell({ foreground: 100 });
  const { result } = await bash({ command: 'exec sleep 600' });
  expect(await bash({ command: ' exec sleep 600\n' })).toMatchObject({
    result: { taskId: result.taskId, isError: false, text: expect.stringContaining('with again: true it would be') },
  });
  expect(tasks.list()).toHaveLength(1);
  await bash({ command: 'exec sleep 600', again: true });
  await call('background_run', { command: 'exec sleep 600', env: { PORT: '3001' } });
  expect(tasks.list()).toHaveLength(3);
});

test('a command that seems to wait for input is left to the background at once, and says so (P6)', async () => {
  const { bash, tasks, named } = shell({ silence: 300 });
  const { result } = await bash({ command: 'printf "Overwrite? [y/N] "; sleep 600' });
  const [id] = named;
  expect(result.text).toMatch(
    new RegExp(
      '^It seems to wait for input: it printed nothing for 0\\.3 s after "Overwrite\\? \\[y/N\\]"\n' +
        `[^]*stop_background[^]*\nIt goes on in the background as task ${id}\\.\n[^]*You are told when it ends`,
    ),
  );
  expect(tasks.get(id ?? '')?.attended).toBe(false);
});

test('a command that outlives the threshold goes on in the background with its limit', async () => {
  const { bash, tasks, named } = shell({ foreground: 300 });
  const { result, told } = await bash({ command: 'echo begun; sleep 600', timeout: 500 });
  const [id = ''] = named;
  expect(result).toMatchObject({ isError: false, taskId: id, summary: 'goes on in the background' });
  expect(result.text).toContain(`It took longer than 0.3 s and goes on in the background as task ${id}.`);
  expect(result.text).toContain('You are told when it ends');
  expect(result.text).toMatch(/running for \d+\.\d s, time limit 500 s; log in /);
  expect(result.text).toContain('It printed so far:\nbegun');
  expect(told).toEqual([]);
  expect(tasks.get(id)).toMatchObject({ attended: false, status: { phase: 'running' }, spec: { timeLimit: 500_000 } });
});

test.each([
  { given: {}, timeLimit: 60_000 },
  { given: { timeout: 7 }, timeLimit: 7_000 },
  { given: { timeout: 0 }, timeLimit: null },
])('the time limit of $given is $timeLimit ms', async ({ given, timeLimit }) => {
  const { bash, tasks } = shell();
  await bash({ command: 'true', ...given });
  expect(tasks.list()[0]?.spec.timeLimit).toBe(timeLimit);
});

test('the user can move a command to the background', async () => {
  const { bash, tasks } = shell();
  const running = bash({ command: 'sleep 600' });
  await vi.waitFor(() => expect(tasks.list()[0]?.status.phase).toBe('running'), HANG_MS);
  const id = tasks.list()[0]?.id ?? '';
  tasks.leave(id);
  const { result, told } = await running;
  expect(result.text).toContain(`The user moved it to the background as task ${id}.`);
  expect(result.text).toContain('It has printed nothing so far.');
  expect(result.summary).toBe('moved to the background');
  expect(told).toEqual([]);
  expect(tasks.get(id)?.status.phase).toBe('running');
});

test('an interruption stops the command, also one that does not want to, and answers at once', async () => {
  const { bash, tasks, processes } = shell();
  const controller = new AbortController();
  const running = bash({ command: `trap '' INT TERM; echo begun; sleep 600; sleep 600` }, controller.signal);
  await vi.waitFor(() => expect(tasks.list()[0]?.output.lastLine).toBe('begun'), HANG_MS);
  controller.abort();
  const { result, told } = await running;
  const [task] = tasks.list();
  expect(task?.status).toMatchObject({ phase: 'stopping', by: 'user' });
  expect(result).toMatchObject({ isError: true, summary: 'interrupted' });
  expect(result.text).toBe('The user interrupted this command; it is being stopped.\nIt printed so far:\nbegun');
  expect(told).toEqual([task?.id]);
  await vi.waitFor(async () => expect(await processes()).toEqual([]), HANG_MS);
}, 60_000);

test('the question shows the whole command, what hides in it, where and how long', async () => {
  const { bash, questions, root } = shell({ answer: () => ({ kind: 'no', word: '' }) });
  const { result } = await bash({ command: 'touch made\n# \u001b]0;\nrm -rf ~\u0007 \u202e', timeout: 5 });
  expect(questions).toMatchObject([
    {
      title: 'Run this command?',
      body: ['touch made', '# ␛]0;', 'rm -rf ~␇ <U+202E>'],
      context: `in ${root} · time limit 5 s`,
      why: 'it holds characters that do not show',
      scope: 'exactly this command',
    },
  ]);
  expect(result).toMatchObject({ isError: true, text: expect.stringContaining('The user refused this.') });
  expect(existsSync(path.join(root, 'made'))).toBe(false);
});
