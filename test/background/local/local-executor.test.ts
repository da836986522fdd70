import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createLocalExecutor } from '../../../src/background/local/local-executor.ts';
import type { RunEnd } from '../../../src/background/executor.ts';
import { processesWithArgument, processesWithVariable } from '../living-processes.ts';
import { describeEnd } from '../../../src/background/task-outcome.ts';
import { openBackground } from '../open-background.ts';

describe('an end says how the command ended (FIELD P3)', () => {
  test.each<[command: string, end: object]>([
    ['true', { kind: 'exited', code: 0, by: 'itself' }],
    ['exit 3', { kind: 'exited', code: 3, by: 'itself' }],
    ['exit 255', { kind: 'exited', code: 255, by: 'itself' }],
    ['no-such-command-here', { kind: 'exited', code: 127, by: 'itself' }],
    ['-x', { kind: 'exited', code: 127, by: 'itself' }],
    ['kill -9 $$', { kind: 'signalled', signal: 'SIGKILL', by: 'outside' }],
    ['kill -TERM $$', { kind: 'signalled', signal: 'SIGTERM', by: 'outside' }],
    ['kill -SEGV $$', { kind: 'signalled', signal: 'SIGSEGV', by: 'itself' }],
    ['sh -c "kill -KILL \\$\\$"', { kind: 'signalled', signal: 'SIGKILL', by: 'outside' }],
  ])('%s', async (command, end) => {
    const { runToEnd } = await openBackground();
    expect((await runToEnd(command)).status.end).toMatchObject({ ...end, leftRunning: 0 });
  });

  test('a syntax error is printed', async () => {
    const { runToEnd, printed } = await openBackground();
    const { id, status } = await runToEnd('if then');
    expect(status.end).toMatchObject({ kind: 'exited', code: 2 });
    expect(await printed(id)).toContain('syntax error');
  });
});

describe('a command finds', () => {
  test('the environment without our keys and settings, and nobody to ask', async () => {
    const { runToEnd, printed } = await openBackground({
      environment: {
        PATH: process.env['PATH'],
        ANTHROPIC_API_KEY: 'secret-1',
        ANTHROPIC_AUTH_TOKEN: 'secret-2',
        ANTHROPIC_CUSTOM_HEADERS: 'x-key: secret-4',
        ANTHROPIC_IDENTITY_TOKEN: 'secret-5',
        ANTHROPIC_FOUNDRY_API_KEY: 'secret-6',
        AWS_BEARER_TOKEN_BEDROCK: 'secret-7',
        AWS_SECRET_ACCESS_KEY: 'for terraform',
        CDPATH: '/elsewhere',
        ANTHROPIC_BASE_URL: 'http://localhost',
        MEANWHILE_HOME: '/secret-3',
        NODE_ENV: 'development',
        TERM: 'xterm-256color',
      },
    });
    const { id } = await runToEnd('env; read line || echo nobody');
    const lines = (await printed(id)).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'NODE_ENV=development',
        'AWS_SECRET_ACCESS_KEY=for terraform',
        'ANTHROPIC_BASE_URL=http://localhost',
        'PYTHONUNBUFFERED=1',
        'PAGER=cat',
        'GIT_PAGER=cat',
        'GIT_TERMINAL_PROMPT=0',
        'TERM=dumb',
        'CDPATH=',
        `MEANWHILE_TASK_ID=${id}`,
        'nobody',
      ]),
    );
    expect(lines.join()).not.toContain('secret');
    expect(lines.filter((line) => line.startsWith('MEANWHILE_'))).toHaveLength(1);
  });

  test('the umask of this program, while logs are private', async () => {
    const before = process.umask(0o022);
    try {
      const { runToEnd, folder } = await openBackground();
      const { logFolder } = await runToEnd('echo x; touch file');
      const mode = async (file: string) => ((await fs.stat(file)).mode & 0o777).toString(8);
      expect(await mode(path.join(folder, 'file'))).toBe('644');
      expect(await mode(path.join(logFolder, 'log.0'))).toBe('600');
      expect(await mode(path.join(logFolder, 'done.0'))).toBe('600');
      expect(await mode(logFolder)).toBe('700');
    } finally {
      process.umask(before);
    }
  });

  test('its folder, and itself nicer than this program', async () => {
    const { runToEnd, printed, folder } = await openBackground({ niceness: 7 });
    const nice = Math.min(os.getPriority() + 7, 19);
    expect(await printed((await runToEnd('pwd; nice')).id)).toBe(`${folder}\n${nice}\n`);
  });

  test('bash, or sh where there is no bash', async () => {
    const { runToEnd, printed, folder } = await openBackground();
    expect(await printed((await runToEnd('echo ${BASH_VERSION:+bash}')).id)).toBe('bash\n');
    const programs = path.join(folder, 'programs');
    await fs.mkdir(programs);
    for (const name of ['sh', 'mv', 'dd', 'wc', 'rm', 'nice']) {
      await fs.symlink(await fs.realpath(`/usr/bin/${name}`), path.join(programs, name));
    }
    const other = await openBackground({ environment: { PATH: programs } });
    expect(await other.printed((await other.runToEnd('echo ${BASH_VERSION:-sh}')).id)).toBe('sh\n');
  });
});

describe('a command that cannot start says why and what to do', () => {
  test.each<[name: string, settings: object, command: string, spec: object, reason: RegExp]>([
    ['a missing folder', {}, 'true', { cwd: '/no/such/folder' }, /\/no\/such\/folder does not exist; create it/],
    ['a file as its folder', {}, 'true', { cwd: '/etc/hosts' }, /does not exist/],
    ['no shell', { environment: { PATH: '/no/such' } }, 'true', {}, /neither bash nor sh is on the PATH/],
    ['state that cannot be written', { tasksFolder: '/etc/hosts/tasks' }, 'true', {}, /cannot be written; make it/],
    ['a NUL', {}, 'echo \0', {}, /NUL/],
    ['two megabytes', {}, `: ${'x'.repeat(2_000_000)}`, {}, /too long for this system; write it to a script/],
  ])('%s', async (_name, settings, command, spec, reason) => {
    const { runToEnd, events } = await openBackground(settings);
    const { status } = await runToEnd(command, spec);
    expect(status.end).toMatchObject({ kind: 'failed-to-start', reason: expect.stringMatching(reason), by: 'itself' });
    expect(events.map(({ type }) => type)).toEqual(['task_started', 'task_done']);
  });
});

test('a task ran as long as its command did, however late its beginning and its end are seen', async () => {
  const { manager, run } = await openBackground();
  const { id } = run('sleep 1');
  // Nothing of this program runs meanwhile, as on a machine that is busy with other things.
  const stand = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  stand();
  await vi.waitFor(() => expect(manager.get(id)?.status.phase).toBe('running'), 10_000);
  stand();
  const { startedAt, end } = (await manager.waitForEnd(id))?.status ?? { startedAt: 0, end: { at: 0 } };
  expect(end.at - startedAt).toBeGreaterThanOrEqual(980);
});

describe('children that outlive their shell (FIELD P3)', () => {
  test('are counted and named when they hold its output, and the end comes all the same', async () => {
    const { runToEnd } = await openBackground();
    const { status } = await runToEnd('sleep 300 & sleep 300 & (cd /; exec bash -c "sleep 300; :") & echo started');
    expect(status.end).toMatchObject({ kind: 'exited', code: 0, leftRunning: 4, leftNames: ['bash', 'sleep'] });
    expect(describeEnd(status.end)).toBe('exit 0, 4 processes still running (bash, sleep)');
  });

  test('are counted when they print elsewhere', async () => {
    const { runToEnd } = await openBackground();
    const { status } = await runToEnd('setsid sleep 300 > /dev/null 2>&1 &');
    expect(status.end).toMatchObject({ kind: 'exited', code: 0, leftRunning: 1 });
  });

  test('are not counted when they end within the drain time, and their last words are in the log', async () => {
    const { runToEnd, printed } = await openBackground({ drain: 20_000 });
    const { id, status } = await runToEnd('(sleep 0.3; echo late) & echo early');
    expect(status.end).toMatchObject({ kind: 'exited', code: 0, leftRunning: 0 });
    expect(await printed(id)).toBe('early\nlate\n');
  });

  test('are counted anew when one of them ends by itself', async () => {
    const { manager, folder, events, runToEnd } = await openBackground();
    const { id, status } = await runToEnd(`sleep 300 & (until [ -e ${folder}/go ]; do sleep 0.05; done) &`);
    expect(status.end.leftRunning).toBeGreaterThanOrEqual(2);
    await fs.writeFile(path.join(folder, 'go'), '');
    const end = () => manager.get(id)?.status;
    await vi.waitFor(() => expect(end()).toMatchObject({ end: { leftRunning: 1, leftNames: ['sleep'] } }), 10_000);
    processesWithVariable(`MEANWHILE_TASK_ID=${id}`).forEach((pid) => process.kill(pid));
    await vi.waitFor(() => expect(end()).toMatchObject({ end: { kind: 'exited', code: 0, leftRunning: 0 } }), 10_000);
    expect(events.filter(({ type }) => type === 'task_done')).toHaveLength(1);
  });

  test('are named in a bounded way, and cannot name themselves what drives a terminal', async () => {
    const { manager, runToEnd } = await openBackground();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map(
      (letter) => `(exec -a $'\\e]0;${letter}\\a${letter}' sleep 300) &`,
    );
    const { id, status } = await runToEnd(names.join(' '));
    expect(status.end).toMatchObject({ leftRunning: 6, leftNames: ['a', 'b', 'c', 'd', '…'] });
    await manager.stop(id, 'user');
  });

  test('can still be stopped', async () => {
    const { manager, runToEnd } = await openBackground();
    const { id } = await runToEnd('sleep 300 & (setsid sleep 300 &) ; true');
    expect(await manager.stop(id, 'user')).toMatchObject({
      kind: 'ended',
      task: { status: { end: { leftRunning: 0 } } },
    });
    await vi.waitFor(() => expect(processesWithVariable(`MEANWHILE_TASK_ID=${id}`)).toEqual([]), 10_000);
  });
});

describe('a task whose supervisor was killed is lost (FIELD P5)', () => {
  test('and what it left running is counted', async () => {
    const { run, manager } = await openBackground({ pollInterval: 100 });
    const { id, logFolder } = run('sleep 300');
    await vi.waitFor(() => expect(manager.get(id)?.status.phase).toBe('running'));
    for (const pid of processesWithArgument(`${logFolder}\0`)) process.kill(pid, 'SIGKILL');
    const task = await manager.waitForEnd(id);
    expect(task?.status.end).toMatchObject({ kind: 'lost', by: 'unknown', leftRunning: 1 });
    expect(await fs.readdir(logFolder)).toContain('lost');
  });

  test('and so is one whose folder was removed', async () => {
    const { run, manager } = await openBackground({ pollInterval: 100 });
    const { id, logFolder } = run('sleep 300');
    await vi.waitFor(() => expect(manager.get(id)?.status.phase).toBe('running'));
    await fs.rm(logFolder, { recursive: true });
    expect((await manager.waitForEnd(id))?.status.end).toMatchObject({ kind: 'lost', leftRunning: 1 });
  });
});

test('killing everything that has the words of a command leaves the supervisor, which records it', async () => {
  const { run, manager } = await openBackground();
  const { id, logFolder } = run('true npm-run-dev-4711; sleep 300; true');
  await vi.waitFor(() => expect(processesWithArgument('npm-run-dev-4711')).not.toEqual([]), 10_000);
  processesWithArgument('npm-run-dev-4711').forEach((pid) => process.kill(pid, 'SIGKILL'));
  const task = await manager.waitForEnd(id);
  expect(task?.status.end).toMatchObject({ kind: 'signalled', signal: 'SIGKILL', by: 'outside' });
  expect(await fs.readdir(logFolder)).toContainEqual(expect.stringMatching(/^(?:exit|done)\.137$/));
});

test('a closed executor is silent, and its commands go on', async () => {
  const { folder, tasksFolder } = await openBackground();
  const executor = createLocalExecutor({ tasksFolder, environment: process.env, now: Date.now });
  const ends: RunEnd[] = [];
  const spec = { command: 'sleep 0.2; touch gone-on', cwd: folder, timeLimit: null } as const;
  executor.start(
    '00000001',
    { ...spec, startedBy: 'user', sessionId: 'test' },
    {
      onRunning() {},
      onOutput() {},
      onPaused() {},
      onPorts() {},
      onLeftovers() {},
      onEnd: (end) => ends.push(end),
    },
  );
  await executor.close();
  await vi.waitFor(
    async () => expect(await fs.readdir(path.join(tasksFolder, '00000001'))).toContain('done.0'),
    10_000,
  );
  expect(await fs.readdir(folder)).toContain('gone-on');
  expect(ends).toEqual([]);
});

test('what a later program needs is in the folder', async () => {
  const { runToEnd, folder } = await openBackground();
  const { id, logFolder } = await runToEnd('exit 4', { label: 'four', timeLimit: 5_000 });
  const record: unknown = JSON.parse(await fs.readFile(path.join(logFolder, 'done.4'), 'utf8'));
  expect(record).toMatchObject({
    version: 1,
    id,
    spec: { command: 'exit 4', label: 'four', cwd: folder, timeLimit: 5_000, startedBy: 'user', sessionId: 'test' },
    createdAt: expect.any(Number),
    bootId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});
