import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import type { TaskId } from '../../../src/background/task.ts';
import { processesWithArgument, processesWithVariable } from '../living-processes.ts';
import { type Background, openBackground } from '../open-background.ts';

const programs = fileURLToPath(new URL('../../fixtures/programs/', import.meta.url));
const daemon = `${process.execPath} ${path.join(programs, 'daemon.js')}`;

describe('a stopped task takes everything with it that belongs to it (FIELD P1, P2)', () => {
  test.each<[name: string, command: string]>([
    ['a simple command', 'echo ready; sleep 300'],
    ['children in the background', 'sleep 300 & sleep 300 & echo ready; wait'],
    ['a pipe', 'echo ready; sleep 300 | cat | cat'],
    ['one that ignores the terminal signals', "trap '' INT TERM HUP; echo ready; while :; do sleep 1; done"],
    ['a child that ignores them while its parent ends', "(trap '' INT TERM; echo ready; sleep 300) & wait"],
    ['a stopped process', 'sh -c "kill -STOP \\$\\$; sleep 300" & echo ready; wait'],
    ['a stopped task', 'echo ready; kill -STOP $$; sleep 300'],
    ['a child in a session of its own', 'setsid sleep 300 & echo ready; wait'],
    ['a child whose parents are gone', '(setsid sh -c "sleep 300 & sleep 300 &" &); sleep 0.1; echo ready; sleep 300'],
    ['a child that nohup protects', 'nohup sleep 300 > /dev/null 2>&1 & echo ready; wait'],
    ['a double fork', `${daemon} x --; sleep 0.2; echo ready; sleep 300`],
    ['a storm of forks', `sh ${path.join(programs, 'fork-storm.sh')}`],
    ['one that looks like a helper of the supervisor', 'echo ready; wc -c /dev/zero'],
    ['another one', 'echo ready; dd bs=65536 count=999999999 if=/dev/zero of=/dev/null'],
    ['a dd and a wc of its own', 'echo ready; dd if=/dev/zero 2>/dev/null | wc -c'],
  ])('%s', async (_name, command) => {
    const background = await openBackground();
    const id = await startAndWait(background, command);
    expect(await background.manager.stop(id, 'user')).toMatchObject({
      kind: 'stopped',
      task: { status: { phase: 'done', end: { by: 'user', leftRunning: 0 } } },
    });
    await nothingLives(id);
  });

  test.each([
    ['its output', 'env -i setsid sleep 987654 & echo ready; wait'],
    ['only its parent, which the stop ends', 'env -i setsid sleep 987654 > /dev/null 2>&1 & echo ready; wait'],
    ['its output alone, whose parents are gone', '(env -i setsid sleep 987654 &); echo ready; exit'],
  ])('also what has nothing in common with it but %s', async (_name, command) => {
    const background = await openBackground();
    const id = await startAndWait(background, command);
    await vi.waitFor(() => expect(processesWithArgument('sleep\x00987654')).not.toEqual([]), 10_000);
    const outcome = await background.manager.stop(id, 'user');
    expect(outcome).toMatchObject({ task: { status: { phase: 'done', end: { leftRunning: 0 } } } });
    expect(processesWithArgument('sleep\x00987654')).toEqual([]);
    await nothingLives(id);
  });

  test.each([
    ['a shell', "trap 'echo cleaned; exit 3' TERM; echo ready; while :; do sleep 1; done"],
    [
      'a program',
      `exec ${process.execPath} -e 'process.on("SIGTERM", () => { console.log("cleaned"); process.exit(3) }); setInterval(console.log, 1e6); console.log("ready")'`,
    ],
  ])('%s that cleans up at a SIGTERM alone gets that first', async (_name, command) => {
    const background = await openBackground({ stopWaits: { interrupt: 10_000, terminate: 1, kill: 1 } });
    const id = await startAndWait(background, command);
    expect(await background.manager.stop(id, 'user')).toMatchObject({
      kind: 'stopped',
      task: { status: { end: { kind: 'exited', code: 3, by: 'user' } } },
    });
    expect(await background.printed(id)).toBe('ready\ncleaned\n');
  });

  test('a client of containers gets the time that these need', async () => {
    const background = await openBackground({
      stopWaits: { interrupt: 50, terminate: 50, kill: 3_000, containers: 10_000 },
    });
    const docker = path.join(background.folder, 'docker');
    const script =
      "#!/bin/sh\ntrap '' INT\ntrap 'sleep 1; echo stopped; exit 4' TERM\necho ready\nwhile :; do sleep 0.1; done\n";
    await fs.writeFile(docker, script, { mode: 0o755 });
    const id = await startAndWait(background, `${docker} run --rm db`);
    expect(await background.manager.stop(id, 'user')).toMatchObject({ task: { status: { end: { code: 4 } } } });
    expect(await background.printed(id)).toContain('stopped');
  });

  test('the last words of what is interrupted are in the log, and its exit code is told', async () => {
    const background = await openBackground({ stopWaits: { interrupt: 10_000, terminate: 1, kill: 1 } });
    const id = await startAndWait(background, "trap 'echo bye; exit 7' INT; echo ready; while :; do sleep 0.1; done");
    const outcome = await background.manager.stop(id, 'model');
    expect(outcome).toMatchObject({
      kind: 'stopped',
      task: { status: { end: { kind: 'exited', code: 7, by: 'model' } } },
    });
    expect(await background.printed(id)).toBe('ready\nbye\n');
  });

  test('at once after its start', async () => {
    const { manager, run } = await openBackground();
    const { id } = run('sleep 300');
    expect(await manager.stop(id, 'user')).toMatchObject({
      kind: 'stopped',
      task: { status: { end: { by: 'user' } } },
    });
    await nothingLives(id);
  });

  test('and nothing that belongs to another task', async () => {
    const background = await openBackground();
    const one = await startAndWait(background, 'echo ready; sleep 300');
    const other = await startAndWait(background, 'echo ready; sleep 300');
    await background.manager.stop(one, 'user');
    expect(background.manager.get(other)?.status.phase).toBe('running');
    expect(processesWithVariable(`MEANWHILE_TASK_ID=${other}`).length).toBeGreaterThan(0);
  });
});

test('a stopped task is stopping until all of it has ended (FIELD P2)', async () => {
  const background = await openBackground({ stopWaits: { interrupt: 50, terminate: 700, kill: 3_000 }, drain: 50 });
  // The shell ends at once; its child holds on until it is killed, longer than the drain time.
  const id = await startAndWait(background, "(trap '' INT TERM; sleep 300) & echo ready; wait");
  const stopped = background.manager.stop(id, 'user');
  expect(background.manager.get(id)?.status).toMatchObject({ phase: 'stopping', by: 'user' });
  expect(await stopped).toMatchObject({ kind: 'stopped', task: { status: { end: { leftRunning: 0 } } } });
  await nothingLives(id);
});

test('a task that reached its time limit timed out, with all its children (FIELD P4)', async () => {
  const { manager, runToEnd } = await openBackground();
  const { id, status } = await runToEnd('sleep 300 & setsid sleep 300 & wait', { timeLimit: 200 });
  expect(status.end).toMatchObject({ kind: 'timed-out', after: 200, by: 'time limit', leftRunning: 0 });
  await nothingLives(id);
  expect(await manager.stop(id, 'user')).toMatchObject({ kind: 'ended' });
});

test('what cannot be ended is named (FIELD P2)', async () => {
  const background = await openBackground({ stopWaits: { interrupt: 10, terminate: 10, kill: -1 } });
  const id = await startAndWait(background, "trap '' INT TERM; echo ready; while :; do sleep 300; done");
  const outcome = await background.manager.stop(id, 'user');
  const left = outcome.kind === 'left' ? outcome.report.left : [];
  expect(left.map(({ name }) => name)).toEqual(['bash', 'sleep']);
  expect(background.manager.get(id)?.status.phase).toBe('stopping');
  left.forEach(({ pid }) => process.kill(pid, 'SIGKILL'));
  await nothingLives(id);
});

async function startAndWait({ run, printed }: Background, command: string): Promise<TaskId> {
  const { id } = run(command);
  await vi.waitFor(async () => expect(await printed(id)).toContain('ready'), 10_000);
  return id;
}

/** Also the supervisor is gone, a moment after it has recorded the end. */
async function nothingLives(id: TaskId): Promise<void> {
  await vi.waitFor(() => expect(processesWithVariable(`MEANWHILE_TASK_ID=${id}`)).toEqual([]), 10_000);
}
