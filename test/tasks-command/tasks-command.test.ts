/** `meanwhile tasks` from another terminal, while a program watches the tasks and after it has gone. */
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, test, vi } from 'vitest';
import { openJournal } from '../../src/agent/journal.ts';
import { describeEnd } from '../../src/background/task-outcome.ts';
import { isEnded, type Task } from '../../src/background/task.ts';
import { foldersOf } from '../../src/config/folders.ts';
import { PROGRAM } from '../fixtures/program.ts';
import { openTerminal, type OtherTerminal } from './open-terminal.ts';

const PATIENCE = { timeout: 20_000, interval: 50 };

const isRunning = ({ background }: OtherTerminal, id: string) =>
  vi.waitFor(() => expect(background.manager.get(id)?.status.phase).toBe('running'), PATIENCE);

const endWords = ({ background }: OtherTerminal, id: string) => {
  const task = background.manager.get(id);
  return task !== undefined && isEnded(task) ? describeEnd(task.status.end) : task?.status.phase;
};

describe('list', () => {
  test('shows what runs and how it ended, as a table and as JSON, without anything that drives a terminal', async () => {
    const terminal = await openTerminal();
    const { run, runToEnd } = terminal.background;
    const { id } = run('printf "\\033]0;owned\\007\\033[31mtick\\033[0m\\n"; sleep 300', { label: 'clock' });
    const failed = await runToEnd('echo bad; exit 3');
    await vi.waitFor(() => expect(terminal.background.manager.get(id)?.output.lastLine).toBe('tick'), PATIENCE);

    const { code, out, err } = await terminal.tasks();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/^ID +STATE +TIME +TASK +DETAILS$/),
      expect.stringMatching(new RegExp(`^${id}  ● running +\\d+:\\d\\d  clock +tick$`)),
      expect.stringMatching(new RegExp(`^${failed.id}  ✗ failed +0:0\\d  echo bad; exit 3 +exit 3, [\\d.]+ s ago$`)),
    ]);
    expect(out).not.toContain('\u001B');

    const tasks = JSON.parse((await terminal.tasks('list', '--json')).out);
    expect(tasks).toMatchObject([
      { id, label: 'clock', state: 'running', lastLine: 'tick', endedAt: null, exitCode: null },
      { id: failed.id, state: 'failed', exitCode: 3, endedBy: 'itself', end: 'exit 3', printed: 4 },
    ]);
  });

  test('--all shows those of other projects with their folders, and --cwd chooses one', async () => {
    const terminal = await openTerminal();
    const { id, spec } = await terminal.background.runToEnd('true');
    const elsewhere = path.join(terminal.place.project, 'elsewhere');
    await mkdir(elsewhere);
    expect((await terminal.tasks('list', '--cwd', 'elsewhere')).err).toMatch(/^No task of this folder/);
    expect((await terminal.tasks('list', '--cwd', 'elsewhere', '--all')).out).toMatch(
      new RegExp(`FOLDER[^]*${id}.*${spec.cwd}`),
    );
    const there = await terminal.tasks('log', '--cwd', elsewhere, id);
    expect(there).toMatchObject({ code: 2, err: expect.stringContaining(`There is one of ${spec.cwd}: add --all`) });
    expect((await terminal.tasks('wait', '--cwd', elsewhere, '--all', id)).code).toBe(0);
  });
});

test('list --json names the ports on which a task listens', async () => {
  const terminal = await openTerminal();
  const serve = `require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })`;
  const { id } = terminal.background.run(`"${process.execPath}" -e "${serve}"`);
  await vi.waitFor(() => expect(terminal.background.manager.get(id)?.output.lastLine).toMatch(/^\d+$/), PATIENCE);
  const port = Number(terminal.background.manager.get(id)?.output.lastLine);
  expect(JSON.parse((await terminal.tasks('list', '--json')).out)).toMatchObject([{ id, ports: [port] }]);
});

test('a label is as good as an id; of several runs with one label the one that goes on is meant', async () => {
  const terminal = await openTerminal();
  const { run, runToEnd } = terminal.background;
  const first = await runToEnd('echo first', { label: 'unit tests' });
  expect((await terminal.tasks('log', 'unit tests')).out).toBe('first');
  const second = await runToEnd('echo second', { label: 'unit tests' });
  const { err } = await terminal.tasks('log', 'unit tests');
  expect(err).toMatch(/^More than one task is called unit tests: /);
  expect(err).toContain(first.id);
  expect(err).toContain(second.id);
  const third = run('echo third; sleep 300', { label: 'unit tests' });
  await vi.waitFor(() => expect(terminal.background.manager.get(third.id)?.output.lastLine).toBe('third'), PATIENCE);
  expect((await terminal.tasks('log', 'unit tests')).out).toBe('third');
});

describe('log', () => {
  test('prints what there is, its last lines, or those that match', async () => {
    const terminal = await openTerminal();
    const { id } = await terminal.background.runToEnd('seq 1 50000; printf "not finished"');
    const all = await terminal.tasks('log', id.slice(0, 5));
    expect(all.out.split('\n')).toHaveLength(50_001);
    expect(all.out.slice(-25)).toBe('\n49999\n50000\nnot finished');
    expect((await terminal.tasks('log', id, '--tail', '3')).out).toBe('49999\n50000\nnot finished');
    expect((await terminal.tasks('log', id, '--grep', '^4999\\d$', '--tail', '3')).out).toBe('49997\n49998\n49999');
    expect((await terminal.tasks('log', id, '--grep', 'nowhere')).code).toBe(1);
    const long = await terminal.background.runToEnd("head -c 70000 /dev/zero | tr '\\0' x; echo needle");
    expect((await terminal.tasks('log', long.id, '--grep', 'xneedle$')).out).toBe(`${'x'.repeat(70_000)}needle`);
  });

  test('-f follows until the task has ended, also what is not a whole line yet', async () => {
    const terminal = await openTerminal();
    const { folder, run } = terminal.background;
    const { id } = run(`echo one; printf 'Go on? '; until [ -e ${folder}/go ]; do sleep 0.05; done; echo yes; exit 4`);
    await isRunning(terminal, id);
    const following = terminal.start('log', id, '-f');
    let heard = '';
    following.stdout.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    await vi.waitFor(() => expect(heard).toBe('one\nGo on? '), PATIENCE);
    await writeFile(path.join(folder, 'go'), '');
    expect((await following).exitCode).toBe(0);
    expect(heard).toBe('one\nGo on? yes\n');
  });

  test('ends quietly when nobody reads on, and at ctrl+c without touching the task', async () => {
    const terminal = await openTerminal();
    const { id } = terminal.background.run('while echo line; do sleep 0.01; done');
    await isRunning(terminal, id);
    const { place } = terminal;
    const { stdout, stderr } = await execa(
      'sh',
      ['-c', '"$0" "$1" tasks log -f "$2" | head -n 2', process.execPath, PROGRAM, id],
      { cwd: place.project, env: place.env, extendEnv: false },
    );
    expect({ stdout, stderr }).toEqual({ stdout: 'line\nline', stderr: '' });
    const following = terminal.start('log', '-f', id);
    await new Promise((resolve) => following.stdout.once('data', resolve));
    following.kill('SIGINT');
    expect((await following).signal).toBe('SIGINT');
    expect(terminal.background.manager.get(id)?.status.phase).toBe('running');
  });
});

describe('what is done from there', () => {
  test('a stop is known to the program that watches as the word of the user', async () => {
    const terminal = await openTerminal();
    const [one, other] = [terminal.background.run('sleep 300'), terminal.background.run('sleep 300')];
    await isRunning(terminal, other.id);
    const { code, out } = await terminal.tasks('stop', one.id, other.id);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^${one.id}  stopped: SIGINT, stopped by the user.*sleep 300\n${other.id}`));
    await vi.waitFor(() => expect(endWords(terminal, one.id)).toBe('SIGINT, stopped by the user'), PATIENCE);
    expect(await terminal.tasks('stop', one.id)).toMatchObject({ code: 0, err: `${one.id} had ended before.` });
  });

  test('a task is paused and goes on, with and without a program that watches', async () => {
    const terminal = await openTerminal();
    const { manager, run, leave } = terminal.background;
    const { id } = run('while sleep 0.05; do echo tick; done');
    await isRunning(terminal, id);
    expect((await terminal.tasks('pause', id)).out).toMatch(/paused for/);
    await vi.waitFor(() => expect(manager.get(id)?.status.phase).toBe('paused'), PATIENCE);
    await leave();
    expect((await terminal.tasks()).out).toMatch(/‖ paused/);
    expect((await terminal.tasks('resume', id)).out).toMatch(/running for/);
    expect(await terminal.tasks('resume', id)).toMatchObject({ code: 0 });
    expect((await terminal.tasks('stop', id, '--json')).out).toMatch(/"state":"stopped".*"endedBy":"user"/);
    expect(await terminal.tasks('pause', id)).toMatchObject({
      code: 1,
      err: expect.stringContaining('cannot be paused'),
    });
  });

  test('a command runs again as a task of the same session, which its program takes up', async () => {
    const terminal = await openTerminal();
    const { background } = terminal;
    const first = await background.runToEnd('echo "$((6 * 7))"', { sessionId: 'beef', label: 'sum' });
    const [again] = JSON.parse((await terminal.tasks('rerun', first.id, '--json')).out);
    expect(again).toMatchObject({ label: 'sum', session: 'beef', startedBy: 'user' });
    expect(again.id).not.toBe(first.id);
    await background.manager.adopt(() => true);
    await vi.waitFor(() => expect(endWords(terminal, again.id)).toBe('exit 0'), PATIENCE);
    expect((await terminal.tasks('log', again.id)).out).toBe('42');
  });

  test('a task that is run again keeps as much of its log as the settings say', async () => {
    const terminal = await openTerminal();
    const { background, place } = terminal;
    const settings = path.join(place.env['XDG_CONFIG_HOME'] ?? '', 'meanwhile');
    await mkdir(settings, { recursive: true });
    await writeFile(path.join(settings, 'settings.json'), '{ "keepTaskLogMiB": 4 }');
    const first = await background.runToEnd('yes 0123456789 | head -c 12000000');
    const [again] = JSON.parse((await terminal.tasks('rerun', first.id, '--json')).out);
    await background.manager.adopt(() => true);
    await vi.waitFor(() => expect(endWords(terminal, again.id)).toBe('exit 0'), PATIENCE);
    const folder = path.join(background.tasksFolder, again.id);
    const logs = (await readdir(folder)).filter((name) => name.startsWith('log.'));
    const sizes = await Promise.all(logs.map(async (name) => (await stat(path.join(folder, name))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(4 * 1024 * 1024);
  });

  test('what was skipped is known, and runs again behind what it needed', async () => {
    const terminal = await openTerminal();
    const { run, runToEnd, leave, manager } = terminal.background;
    const first = await runToEnd('test -e ready && echo one >> order', { label: 'first' });
    const second = run('sleep 0.5; echo two >> order', { label: 'second', after: [first.id] });
    const third = run('echo three >> order', { label: 'third', after: [second.id] });
    expect(manager.get(third.id)?.status.phase).toBe('done');
    await leave();

    const listed = await terminal.tasks('list', '--json');
    const states = JSON.parse(listed.out).map(({ label, state }: { label: string; state: string }) => [label, state]);
    expect(states).toEqual(
      expect.arrayContaining([
        ['first', 'failed'],
        ['second', 'skipped'],
        ['third', 'skipped'],
      ]),
    );
    expect((await terminal.tasks('log', second.id)).code).toBe(0);
    const alone = await terminal.tasks('rerun', first.id);
    expect(alone.err).toMatch(
      new RegExp(`because these had failed: ${second.id}\\. To run them: .*tasks rerun ${second.id}`),
    );

    await writeFile(path.join(terminal.background.folder, 'ready'), '');
    const all = await terminal.tasks('rerun', third.id, second.id, first.id);
    expect(all).toMatchObject({ code: 0, err: expect.stringContaining('Some wait for others of them') });
    const order = path.join(terminal.background.folder, 'order');
    await vi.waitFor(async () => expect(await readFile(order, 'utf8')).toBe('one\ntwo\nthree\n'), PATIENCE);
  });

  test('a line reaches the stdin of a task that has one', async () => {
    const terminal = await openTerminal();
    const { run, manager } = terminal.background;
    const { id } = run('read name; echo "hello $name"; cat', { stdin: 'open' });
    const closed = run('sleep 300');
    await isRunning(terminal, id);
    await isRunning(terminal, closed.id);
    expect(await terminal.tasks('send', id, 'you', 'two')).toEqual({ code: 0, out: '', err: '' });
    await vi.waitFor(() => expect(manager.get(id)?.output.lastLine).toBe('hello you two'), PATIENCE);
    expect((await terminal.tasks('send', id, '--eof')).code).toBe(0);
    await vi.waitFor(() => expect(endWords(terminal, id)).toBe('exit 0'), PATIENCE);
    expect(await terminal.tasks('send', closed.id, 'x')).toMatchObject({
      code: 1,
      err: expect.stringContaining('empty stdin'),
    });
    expect(await terminal.tasks('send', id, 'x')).toMatchObject({
      code: 1,
      err: expect.stringContaining('is completed'),
    });
  });
});

describe('wait', () => {
  test.each([
    ['exit 0', {}, 0],
    ['exit 7', {}, 7],
    ['kill -KILL $$', {}, 137],
    ['sleep 300', { timeLimit: 100 }, 124],
  ] as const)('exits as %s %j did: %i', async (command, spec, code) => {
    const terminal = await openTerminal();
    const { id } = terminal.background.run(command, spec);
    await terminal.background.leave();
    const waited = await terminal.tasks('wait', id);
    expect(waited.code).toBe(code);
    expect(waited.out).toMatch(new RegExp(`^${id}  (completed|failed|timeout): `));
  });

  test('without ids waits for all that run, and exits as the first that did not complete', async () => {
    const terminal = await openTerminal();
    const { folder, run } = terminal.background;
    const until = `until [ -e ${folder}/go ]; do sleep 0.05; done`;
    const ids = [run(`${until}; exit 5`).id, run(until).id];
    await isRunning(terminal, ids[1] ?? '');
    const waiting = terminal.start('wait');
    await new Promise((resolve) => waiting.stderr.once('data', resolve));
    await writeFile(path.join(folder, 'go'), '');
    const { exitCode, stdout, stderr } = await waiting;
    expect(stderr).toBe('Waits for 2 tasks.');
    expect(exitCode).toBe(5);
    expect(
      stdout
        .split('\n')
        .map((line) => line.slice(0, 8))
        .toSorted(),
    ).toEqual(ids.toSorted());
    expect(await terminal.tasks('wait')).toMatchObject({ code: 0, err: 'No task runs.' });
  });
});

test('looking does not carry out a time limit that has passed', async () => {
  const terminal = await openTerminal();
  const { id } = terminal.background.run('sleep 300', { timeLimit: 200 });
  await isRunning(terminal, id);
  await terminal.background.leave();
  await vi.waitFor(async () => {
    const [task] = JSON.parse((await terminal.tasks('list', '--json')).out);
    expect(task.elapsed).toBeGreaterThan(400);
    expect(task.state).toBe('running');
  }, PATIENCE);
  await terminal.tasks('stop', id);
});

test.each([
  [['frob'], 'tasks has no verb frob. It has: list, log, stop'],
  [['stop'], 'tasks stop wants ids.'],
  [['stop', '--tail', '3', 'ab'], 'tasks stop has no option --tail.'],
  [['list', '--frob'], "Unknown option '--frob'"],
  [['log', 'not-an-id'], /^There is no task not-an-id of .*project\. .* tasks list --all shows those there are\.$/],
  [['log', 'beef'], /^There is no task beef of .*project\. .* tasks list --all shows those there are\.$/],
  [['log', 'beef', '--grep', '('], '--grep: Invalid regular expression'],
  [['log', 'beef', '--tail', 'x'], '--tail is x. It wants a number'],
  [['list', '--cwd', 'nowhere'], /The folder .*nowhere does not exist/],
])('%j is refused with what to do', async (args, sentence) => {
  const { tasks } = await openTerminal();
  const { code, out, err } = await tasks(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(sentence);
});

describe('prune', () => {
  test('removes what ended and was told, and keeps what the model has still to be told', async () => {
    const terminal = await openTerminal();
    const { place, background } = terminal;
    const [told, untold, nobodys] = await Promise.all([
      background.runToEnd('echo told', { sessionId: 'beef0001' }),
      background.runToEnd('echo untold', { sessionId: 'beef0001' }),
      background.runToEnd('echo nobody', { sessionId: 'beef0002' }),
    ]);
    const running = background.run('sleep 300', { sessionId: 'beef0001' });
    await isRunning(terminal, running.id);
    const { sessions } = foldersOf({ stateFolder: place.state, cwd: place.project });
    const journal = openJournal(path.join(sessions, 'beef0001.jsonl'));
    const message = { role: 'user', blocks: [{ kind: 'prompt', text: 'go' }] } as const;
    journal.append({ type: 'user_message', at: 1, message, told: [told.id], promptIds: [] });
    journal.close();
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    for (const { logFolder } of [told, untold, nobodys]) {
      const file = path.join(logFolder, 'done.0');
      const record = JSON.parse(await readFile(file, 'utf8'));
      await writeFile(file, JSON.stringify({ ...record, createdAt: longAgo.getTime() }));
      await utimes(file, longAgo, longAgo);
    }

    const ids = async () => JSON.parse((await terminal.tasks('list', '--all', '--json')).out).map(({ id }: Task) => id);
    expect((await terminal.tasks('prune', '--older', '3')).out).toBe('Removed 0 tasks.');
    expect(await terminal.tasks('prune')).toMatchObject({
      code: 0,
      out: 'Removed 2 tasks.',
      err: expect.stringContaining('Kept 1 task'),
    });
    expect(await ids()).toEqual([running.id, untold.id]);
    expect((await terminal.tasks('prune', '--untold')).out).toBe('Removed 1 task.');
    expect(await ids()).toEqual([running.id]);
  });
});
