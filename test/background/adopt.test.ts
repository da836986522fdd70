/** What an earlier program started is found again, with its live output or its true end. */
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { TaskSpec } from '../../src/background/task.ts';
import { processesWithArgument, processesWithVariable } from './living-processes.ts';
import { openBackground, type Background } from './open-background.ts';

interface Generations {
  readonly first: Background;
  /** Another program in the same folder, after the first one was closed. */
  adopt(searchedTo?: number): Promise<Background>;
}

async function openGenerations(): Promise<Generations> {
  const first = await openBackground();
  return {
    first,
    async adopt(searchedTo) {
      await first.leave();
      const next = await openBackground({
        tasksFolder: first.tasksFolder,
        pollInterval: 100,
        searchedTo: () => searchedTo,
      });
      await next.manager.adopt(() => true);
      return next;
    },
  };
}

const running = (background: Background, id: string) =>
  vi.waitFor(() => expect(background.manager.get(id)?.status.phase).toBe('running'), 10_000);

const stateOf = async (folder: string) =>
  (await fs.readdir(folder)).find((name) => /^(?:new|never|lost|(?:run|exit|done)\.\d+)$/.test(name)) ?? '';

const stateBecomes = (folder: string, state: string) =>
  vi.waitFor(async () => expect(await stateOf(folder)).toBe(state), 10_000);

describe('the next program finds', () => {
  test('a running task, still streaming, with its id, log and end (FIELD P9)', async () => {
    const { first, adopt } = await openGenerations();
    const command = `echo one; until [ -e ${first.folder}/go ]; do sleep 0.05; done; echo two; exit 3`;
    const { id, logFolder } = first.run(command, { label: 'wait', timeLimit: 60_000 });
    await vi.waitFor(() => expect(first.manager.get(id)?.output.lastLine).toBe('one'), 10_000);
    const { manager, events, printed } = await adopt();
    const spec = first.manager.get(id)?.spec;
    expect(manager.get(id)).toMatchObject({ id, logFolder, spec, attended: false, status: { phase: 'running' } });
    expect(manager.get(id)?.output.lastLine).toBe('one');
    await fs.writeFile(path.join(first.folder, 'go'), '');
    const task = await manager.waitForEnd(id);
    expect(task?.status.end).toMatchObject({ kind: 'exited', code: 3, by: 'itself', leftRunning: 0 });
    expect(await printed(id)).toBe('one\ntwo\n');
    expect(events.filter(({ type }) => type !== 'task_output').map(({ type }) => type)).toEqual([
      'task_started',
      'task_done',
    ]);
  });

  test('an end that came meanwhile, as it was and when it was (FIELD P3)', async () => {
    const { first, adopt } = await openGenerations();
    const { id, logFolder } = first.run('sleep 0.3; echo last words; exit 7');
    await running(first, id);
    await first.leave();
    await stateBecomes(logFolder, 'done.7');
    const endedBefore = Date.now();
    const { manager, events } = await adopt();
    const task = manager.get(id);
    expect(task?.status).toMatchObject({ phase: 'done', end: { kind: 'exited', code: 7, by: 'itself' } });
    expect(task?.output).toEqual({ size: 11, lastLine: 'last words' });
    const { startedAt, end } = (await manager.waitForEnd(id))?.status ?? { startedAt: 0, end: { at: 0 } };
    expect(end.at).toBeLessThanOrEqual(endedBefore);
    expect(end.at - startedAt).toBeGreaterThanOrEqual(300);
    expect(events.map(({ type }) => type)).toEqual(['task_done']);
  });

  test('that the command ended while its children hold the output, and when', async () => {
    const { first, adopt } = await openGenerations();
    const { id, logFolder } = first.run('sleep 300 & sleep 0.5; echo started');
    await stateBecomes(logFolder, 'exit.0');
    const { manager } = await adopt();
    const end = { kind: 'exited', code: 0, leftRunning: 1, leftNames: ['sleep'] };
    expect((await manager.waitForEnd(id))?.status.end).toMatchObject(end);
    expect(await manager.stop(id, 'user')).toMatchObject({ task: { status: { end: { leftRunning: 0 } } } });
    await vi.waitFor(() => expect(processesWithVariable(`MEANWHILE_TASK_ID=${id}`)).toEqual([]), 10_000);
  });

  test('what an ended task left running, and tells when another program has ended that', async () => {
    const { first, adopt } = await openGenerations();
    const { id } = await first.runToEnd('setsid sleep 300 > /dev/null 2>&1 &');
    const { manager } = await adopt();
    expect(manager.get(id)?.status).toMatchObject({ phase: 'done', end: { leftRunning: 1, leftNames: ['sleep'] } });
    const other = await openBackground({ tasksFolder: first.tasksFolder });
    await other.manager.adopt(({ leftRunning }) => leftRunning === 1);
    expect(await other.manager.stop(id, 'user')).toMatchObject({ kind: 'ended' });
    const end = () => manager.get(id)?.status;
    await vi.waitFor(() => expect(end()).toMatchObject({ phase: 'done', end: { leftRunning: 0 } }), 10_000);
  });

  test('that a task was lost with its supervisor, whatever has its pid now (FIELD P5)', async () => {
    const { first, adopt } = await openGenerations();
    const { id, logFolder } = first.run('sleep 300');
    await running(first, id);
    await first.leave();
    const supervision = () => processesWithArgument(`${logFolder}\0`);
    supervision().forEach((pid) => process.kill(pid, 'SIGKILL'));
    await vi.waitFor(() => expect(supervision()).toEqual([]), 10_000);
    // The number of the supervisor is given to a process that lives: this one.
    await fs.rename(path.join(logFolder, await stateOf(logFolder)), path.join(logFolder, `run.${process.pid}`));
    const { manager } = await adopt();
    expect((await manager.waitForEnd(id))?.status.end).toMatchObject({ kind: 'lost', by: 'unknown', leftRunning: 1 });
    expect(await stateOf(logFolder)).toBe('lost');
  });

  test('that the machine was restarted meanwhile', async () => {
    const { first, adopt } = await openGenerations();
    const { id, logFolder } = first.run('sleep 300');
    await running(first, id);
    // This machine did not restart, so there is something to end.
    onTestFinished(() => {
      const processes = [
        ...processesWithArgument(`${logFolder}\0`),
        ...processesWithVariable(`MEANWHILE_TASK_ID=${id}`),
      ];
      for (const pid of new Set(processes)) process.kill(pid, 'SIGKILL');
    });
    await amend(logFolder, { bootId: 'another' });
    const { manager } = await adopt();
    const end = { kind: 'lost', reason: expect.stringContaining('restarted'), leftRunning: 0 };
    expect((await manager.waitForEnd(id))?.status.end).toMatchObject(end);
  });

  test('a task that was never started, and takes it away from who would start it now', async () => {
    const { first, adopt } = await openGenerations();
    const folder = await plant(first, { id: '0badf00d', createdAt: Date.now() - 60_000 });
    const { manager } = await adopt();
    expect((await manager.waitForEnd('0badf00d'))?.status.end).toMatchObject({
      kind: 'failed-to-start',
      reason: expect.stringContaining('start it again'),
    });
    expect(await stateOf(folder)).toBe('never');
    const again = await openBackground({ tasksFolder: first.tasksFolder });
    await again.manager.adopt(() => true);
    expect(again.manager.get('0badf00d')?.status).toMatchObject({ end: { kind: 'failed-to-start' } });
  });
});

describe('an adopted task', () => {
  test('is stopped with everything that belongs to it (FIELD P1)', async () => {
    const { first, adopt } = await openGenerations();
    const { id } = first.run('(setsid sleep 300 &); sleep 300 & sleep 300');
    await running(first, id);
    const { manager } = await adopt();
    expect(await manager.stop(id, 'user')).toMatchObject({
      kind: 'stopped',
      task: { status: { end: { by: 'user' } } },
    });
    await vi.waitFor(() => expect(processesWithVariable(`MEANWHILE_TASK_ID=${id}`)).toEqual([]), 10_000);
  });

  test('says who had stopped it, also when that one did not live to see the end (FIELD P4)', async () => {
    const { first, adopt } = await openGenerations();
    const { id, logFolder } = first.run('sleep 300');
    await running(first, id);
    void first.manager.stop(id, 'model');
    await first.leave();
    await vi.waitFor(async () => expect(await stateOf(logFolder)).toMatch(/^done/), 10_000);
    const { manager } = await adopt();
    expect((await manager.waitForEnd(id))?.status.end).toMatchObject({ kind: 'signalled', by: 'model' });
  });

  test('says who had sent the signal that ended it', async () => {
    const { first, adopt } = await openGenerations();
    const { id, logFolder } = first.run('sleep 300');
    await running(first, id);
    await first.manager.signal(id, { signal: 'SIGTERM', by: 'model' });
    await first.leave();
    await vi.waitFor(async () => expect(await stateOf(logFolder)).toMatch(/^done/), 10_000);
    const { manager } = await adopt();
    expect((await manager.waitForEnd(id))?.status.end).toMatchObject({ kind: 'signalled', by: 'model' });
  });

  test('that was to be stopped is stopped to the end', async () => {
    const { first, adopt } = await openGenerations();
    const { id, logFolder } = first.run('sleep 300');
    await running(first, id);
    await fs.writeFile(path.join(logFolder, 'stop-request'), JSON.stringify({ by: 'user', since: Date.now() }));
    const { manager } = await adopt();
    expect((await manager.waitForEnd(id))?.status.end).toMatchObject({ kind: 'signalled', by: 'user' });
  });

  test('that passed its time limit while no program was there is ended, and the end says so (FIELD P4)', async () => {
    const { first, adopt } = await openGenerations();
    const { id, logFolder } = first.run('sleep 300', { timeLimit: 60_000 });
    await running(first, id);
    await amend(logFolder, { createdAt: Date.now() - 3_600_000, uptime: os.uptime() * 1000 - 3_600_000 });
    const { manager } = await adopt();
    const end = { kind: 'timed-out', after: 60_000, by: 'time limit', leftRunning: 0 };
    expect((await manager.waitForEnd(id))?.status.end).toMatchObject(end);
  });

  test('is not stopped at a limit, nor told as long, because the clock was set meanwhile', async () => {
    const { first, adopt } = await openGenerations();
    const command = `until [ -e ${first.folder}/go ]; do sleep 0.05; done`;
    const { id, logFolder } = first.run(command, { timeLimit: 600_000 });
    await running(first, id);
    // As if it had been set two hours forward.
    await amend(logFolder, { createdAt: Date.now() - 7_200_000 });
    const { manager } = await adopt();
    await fs.writeFile(path.join(first.folder, 'go'), '');
    const { startedAt, end } = (await manager.waitForEnd(id))?.status ?? { startedAt: 0, end: { at: Infinity } };
    expect(end).toMatchObject({ kind: 'exited', code: 0, by: 'itself' });
    expect(end.at - startedAt).toBeLessThan(600_000);
  });

  test('has of its time limit what is left', async () => {
    const { first, adopt } = await openGenerations();
    const { id } = first.run('sleep 300', { timeLimit: 1_500 });
    await running(first, id);
    const { manager } = await adopt();
    const { startedAt, end } = (await manager.waitForEnd(id))?.status ?? { startedAt: 0, end: { at: 0 } };
    expect(end).toMatchObject({ kind: 'timed-out' });
    expect(end.at - startedAt).toBeGreaterThanOrEqual(1_500);
  });

  test('can still be answered, by its next program and the one after that', async () => {
    const { first, adopt } = await openGenerations();
    const { id } = first.run('while read -r word; do echo "got $word"; done; echo over', { stdin: 'open' });
    await running(first, id);
    expect(await first.manager.send(id, 'one\n', { eof: false })).toEqual({ kind: 'sent' });
    const next = await adopt();
    expect(await next.manager.send(id, 'two\n', { eof: false })).toEqual({ kind: 'sent' });
    await next.leave();
    const third = await openBackground({ tasksFolder: first.tasksFolder });
    await third.manager.adopt(() => true);
    expect(await third.manager.send(id, 'three\n', { eof: true })).toEqual({ kind: 'sent' });
    await third.manager.waitForEnd(id);
    expect(await third.printed(id)).toBe('got one\ngot two\ngot three\nover\n');
  });

  test.each([
    { told: 'what was told is not told again', searchedTo: 12, lines: ['ready two', 'ready three'] },
    { told: 'nothing is known of it, and only what comes is', searchedTo: undefined, lines: ['ready three'] },
  ])('is watched on: $told', async ({ searchedTo, lines }) => {
    const { first, adopt } = await openGenerations();
    const command = `echo 1 ready one; echo 2 ready two; until [ -e ${first.folder}/go ]; do sleep 0.05; done; echo 3 ready three`;
    const { id } = first.run(command, { notifyOn: ['ready'] });
    await vi.waitFor(() => expect(first.manager.get(id)?.output.lastLine).toBe('2 ready two'), 10_000);
    const { manager, events } = await adopt(searchedTo);
    await fs.writeFile(path.join(first.folder, 'go'), '');
    await manager.waitForEnd(id);
    const found = () =>
      events
        .flatMap((event) => (event.type === 'task_matched' ? event.matched.patterns : []))
        .flatMap((one) => one.lines.map((line) => line.slice(2)));
    await vi.waitFor(() => expect(found()).toEqual(lines), 10_000);
  });

  test('may be given to another session, for good', async () => {
    const { first, adopt } = await openGenerations();
    const { id } = await first.runToEnd('true', { sessionId: 'session-a' });
    const next = await adopt();
    expect(next.manager.assign(id, 'session-b')).toBe(true);
    const third = await openBackground({ tasksFolder: first.tasksFolder });
    await third.manager.adopt(({ spec }) => spec.sessionId === 'session-b');
    expect(third.manager.get(id)?.spec.sessionId).toBe('session-b');
  });
});

test('a task that another program stops says by whom', async () => {
  const first = await openBackground({ pollInterval: 100 });
  const { id } = first.run('sleep 300');
  await running(first, id);
  const other = await openBackground({ tasksFolder: first.tasksFolder });
  await other.manager.adopt(() => true);
  await other.manager.stop(id, 'user');
  expect((await first.manager.waitForEnd(id))?.status.end).toMatchObject({ by: 'user' });
});

test('what is broken, foreign or not wanted harms nothing', async () => {
  const { first, adopt } = await openGenerations();
  const { id } = await first.runToEnd('exit 2');
  const folder = (name: string) => path.join(first.tasksFolder, name);
  for (const name of ['00000001', '00000002', '00000003', '00000004', 'notes']) await fs.mkdir(folder(name));
  await fs.writeFile(path.join(folder('00000002'), 'done.0'), '{"version":1,"id":"0000');
  await fs.writeFile(path.join(folder('00000003'), 'done.0'), '{"version":2,"id":"00000003"}');
  await fs.mkdir(path.join(folder('00000004'), 'run.12'));
  await fs.writeFile(folder('00000005'), 'a file');
  await fs.symlink('/nowhere', folder('00000006'));
  const { manager } = await adopt();
  expect(manager.list().map((task) => task.id)).toEqual([id]);
});

test('adopting again brings only what is new', async () => {
  const { first, adopt } = await openGenerations();
  await first.runToEnd('true');
  const { manager, events } = await adopt();
  const other = await openBackground({ tasksFolder: first.tasksFolder });
  const { id } = other.run('sleep 300');
  await Promise.all([manager.adopt(() => true), manager.adopt(() => true)]);
  await manager.adopt(() => true);
  expect(events.filter(({ type }) => type === 'task_started')).toHaveLength(1);
  expect(manager.get(id)?.status.phase).toBe('running');
  await manager.stop(id, 'user');
});

/** Changes what is recorded of a task. */
async function amend(logFolder: string, changes: object): Promise<void> {
  const file = path.join(logFolder, await stateOf(logFolder));
  await fs.writeFile(file, JSON.stringify({ ...JSON.parse(await fs.readFile(file, 'utf8')), ...changes }));
}

/** A folder as a program leaves it that dies before the supervisor is started. */
async function plant(
  { tasksFolder, folder: cwd, runToEnd }: Background,
  { id, createdAt }: { readonly id: string; readonly createdAt: number },
): Promise<string> {
  const { logFolder } = await runToEnd('true');
  const record = JSON.parse(await fs.readFile(path.join(logFolder, 'done.0'), 'utf8')) as { bootId: string };
  const spec: TaskSpec = { command: 'true', cwd, timeLimit: null, startedBy: 'model', sessionId: 'test' };
  const folder = path.join(tasksFolder, id);
  await fs.mkdir(folder);
  await fs.writeFile(path.join(folder, 'new'), JSON.stringify({ ...record, id, spec, createdAt }));
  return folder;
}

describe('a look from elsewhere takes nothing from a task that runs', () => {
  test('through a link to the folder of the tasks', async () => {
    const { first, adopt } = await openGenerations();
    const { id, logFolder } = first.run(`until [ -e ${first.folder}/go ]; do sleep 0.05; done; exit 5`);
    await running(first, id);
    const link = path.join(first.folder, 'link');
    await fs.symlink(first.tasksFolder, link);
    const other = await openBackground({ tasksFolder: link });
    await other.manager.adopt(() => true);
    expect(other.manager.get(id)?.status.phase).toBe('running');
    expect(await stateOf(logFolder)).toMatch(/^run/);
    await other.leave();
    await fs.writeFile(path.join(first.folder, 'go'), '');
    const { manager } = await adopt();
    expect((await manager.waitForEnd(id))?.status.end).toMatchObject({ kind: 'exited', code: 5 });
  });

  test('from where its processes cannot be seen, and a stop from there says so and ends', async () => {
    const { first } = await openGenerations();
    const { id, logFolder } = await first.runToEnd('true');
    // As a container leaves it that runs: there is no process of that number here.
    await fs.rename(path.join(logFolder, 'done.0'), path.join(logFolder, 'run.999999999'));
    await amend(logFolder, { pidNamespace: 'pid:[1]' });
    await first.leave();
    const other = await openBackground({ tasksFolder: first.tasksFolder, pollInterval: 20 });
    await other.manager.adopt(() => true);
    expect(other.manager.get(id)?.status.phase).toBe('running');
    expect(await other.manager.stop(id, 'user')).toMatchObject({ kind: 'left', report: { left: [], isUnseen: true } });
    expect(await stateOf(logFolder)).toBe('run.999999999');
    await fs.rename(path.join(logFolder, 'run.999999999'), path.join(logFolder, 'done.0'));
    expect((await other.manager.waitForEnd(id))?.status.end).toMatchObject({ kind: 'exited', code: 0 });
  });

  test('that is hosted, from there', async () => {
    const { first } = await openGenerations();
    const { logFolder } = await first.runToEnd('true');
    const host = { pid: 999_999_999, startedAt: 1 };
    const hosted = { kind: 'agent' };
    const record = JSON.parse(await fs.readFile(path.join(logFolder, 'done.0'), 'utf8')) as { spec: object };
    await fs.rename(path.join(logFolder, 'done.0'), path.join(logFolder, 'run.999999999'));
    await amend(logFolder, { host, pidNamespace: 'pid:[1]', spec: { ...record.spec, hosted } });
    const other = await openBackground({ tasksFolder: first.tasksFolder });
    await other.manager.adopt(() => true);
    expect(await stateOf(logFolder)).toBe('run.999999999');
    await amend(logFolder, { pidNamespace: undefined });
    const third = await openBackground({ tasksFolder: first.tasksFolder });
    await third.manager.adopt(() => true);
    expect(await stateOf(logFolder)).toBe('lost');
  });
});
