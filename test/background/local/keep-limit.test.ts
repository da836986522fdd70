/** Time limits hold while no program is there: keep-limit.sh stops what it belongs to, and nothing of ours. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { processesWithArgument, processesWithVariable } from '../living-processes.ts';
import { openBackground } from '../open-background.ts';
import { openSandbox, sandboxWorks } from './open-sandbox.ts';

const { works, why } = await sandboxWorks();

const ofTask = (id: string) => processesWithVariable(`MEANWHILE_TASK_ID=${id}`);

const isGone = (processes: () => readonly number[]) =>
  vi.waitFor(() => expect(processes()).toEqual([]), { timeout: 30_000, interval: 200 });

async function endsAs(folder: string, pattern: RegExp): Promise<void> {
  await vi.waitFor(async () => expect((await fs.readdir(folder)).join()).toMatch(pattern), 30_000);
}

describe('while no program is there', () => {
  test('a time limit ends everything of a task, also what ignores SIGTERM or left its session', async () => {
    const { folder, run, leave } = await openBackground();
    const command = [
      `cp "$(command -v sleep)" ${folder}/stray`,
      `env -i setsid ${folder}/stray 301 &`,
      'setsid sleep 302 &',
      `(trap '' TERM; while [ -d ${folder} ]; do sleep 1; done) &`,
      'wait',
    ];
    const { id, logFolder } = run(command.join('\n'), { timeLimit: 1_000 });
    await vi.waitFor(() => expect(processesWithArgument(`${folder}/stray\x00301`)).toHaveLength(1), 10_000);
    await leave();
    await isGone(() => [...ofTask(id), ...processesWithArgument(`${folder}/stray\x00301`)]);
    await endsAs(logFolder, /done\.143/);
  });

  test('a task that is paused is not stopped, and is when it goes on', async () => {
    const { tasksFolder, run, manager, leave } = await openBackground();
    const { id, logFolder } = run('sleep 300', { timeLimit: 1_000 });
    expect(await manager.pause(id)).toMatchObject({ kind: 'paused' });
    await leave();
    // Its limit has passed, and it looks every few seconds whether the task goes on.
    const looks = () => ofTask(id).filter((pid) => processesWithArgument('sleep\x005\x00').includes(pid));
    await vi.waitFor(() => expect(looks()).toHaveLength(1), 20_000);
    expect((await fs.readdir(logFolder)).join()).toMatch(/run\.\d/);
    const next = await openBackground({ tasksFolder, enforces: false });
    await next.manager.adopt(() => true);
    expect(await next.manager.resume(id)).toMatchObject({ kind: 'running' });
    expect((await next.manager.waitForEnd(id))?.status.end).toMatchObject({ kind: 'timed-out', leftRunning: 0 });
  });

  test.skipIf(!works)(`a command in the sandbox can clean up at its time limit${why}`, async () => {
    const { root, run, spec, leave } = await openSandbox();
    const command = `trap 'echo > ${root}/cleaned; exit' TERM; touch ${root}/ready; while :; do sleep 0.1; done`;
    const { id } = run(command, { ...spec, timeLimit: 2_000 });
    await vi.waitFor(() => fs.access(path.join(root, 'ready')), 20_000);
    await leave();
    await isGone(() => ofTask(id));
    await fs.access(path.join(root, 'cleaned'));
  });
});

test('what waits for the limit is no process of the task, and goes with it', async () => {
  const { folder, run, manager } = await openBackground();
  const { id } = run(`until [ -e ${folder}/go ]; do read -r _ < ${folder}/none || sleep 0.1; done`, {
    timeLimit: 3_600_000,
  });
  const waits = () => processesWithArgument('sleep\x003602\x00').filter((pid) => ofTask(id).includes(pid));
  await vi.waitFor(() => expect(waits()).toHaveLength(1), 10_000);
  const paused = await manager.pause(id);
  expect(paused).toMatchObject({ kind: 'paused' });
  expect(await fs.readFile(`/proc/${waits()[0]}/stat`, 'utf8')).toMatch(/\) S /);
  await manager.resume(id);
  await fs.writeFile(path.join(folder, 'go'), '');
  expect((await manager.waitForEnd(id))?.status.end).toMatchObject({ kind: 'exited', code: 0, leftRunning: 0 });
  await isGone(() => ofTask(id));
});
