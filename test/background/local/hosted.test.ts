/** What runs inside the program is a task like every other, and ends truthfully with it. */
import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import type { HostedWork } from '../../../src/background/hosted-work.ts';
import { describeOutcome } from '../../../src/background/task-outcome.ts';
import type { TaskSpec } from '../../../src/background/task.ts';
import { openBackground } from '../open-background.ts';

const agent: Partial<TaskSpec> = { hosted: { kind: 'agent' } };

const untilStopped: HostedWork = (_task, { print, signal }) => {
  print('working\n');
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ answer: 'half of it' })));
};

test('its log, its answer and its end are found again by the next program', async () => {
  const work: HostedWork = async ({ spec }, { print }) => {
    print(`asked: ${spec.command}\n`);
    return { answer: 'It is in src/a.ts:12.' };
  };
  const first = await openBackground({ work });
  const { id, status } = await first.runToEnd('find it', agent);
  expect(describeOutcome(status.end)).toBe('completed: finished');
  expect(await first.printed(id)).toBe('asked: find it\n');
  expect(await first.manager.digest(id)).toMatchObject({ text: 'It is in src/a.ts:12.' });
  await first.leave();
  const next = await openBackground({ tasksFolder: first.tasksFolder });
  await next.manager.adopt(() => true);
  expect(next.manager.get(id)?.status).toMatchObject({ phase: 'done', end: { kind: 'finished', by: 'itself' } });
  expect(await next.manager.digest(id)).toMatchObject({ text: 'It is in src/a.ts:12.' });
});

test('what goes wrong in it is its end', async () => {
  const { runToEnd } = await openBackground({ work: () => Promise.reject(new Error('no model answers')) });
  expect(describeOutcome((await runToEnd('find it', agent)).status.end)).toBe('failed: no model answers');
});

test('is not told as long because the clock was set while it ran', async () => {
  let back = 7_200_000;
  const work: HostedWork = async () => {
    back = 0;
    return {};
  };
  const { runToEnd } = await openBackground({ work, now: () => Date.now() - back });
  const { startedAt, end } = (await runToEnd('think', agent)).status;
  expect(end).toMatchObject({ kind: 'finished', by: 'itself' });
  expect(end.at - startedAt).toBeLessThan(600_000);
});

test('stopped by the user or by its time limit, it says so', async () => {
  const { manager, run, runToEnd } = await openBackground({ work: untilStopped });
  const { id } = run('think', agent);
  await vi.waitFor(() => expect(manager.get(id)?.output.lastLine).toBe('working'), 10_000);
  const stopped = await manager.stop(id, 'user');
  expect(stopped.kind).toBe('stopped');
  const end = stopped.kind === 'stopped' ? stopped.task.status.end : undefined;
  expect(end && describeOutcome(end)).toBe('stopped: not finished, stopped by the user');
  expect((await runToEnd('think', { ...agent, timeLimit: 50 })).status.end).toMatchObject({ kind: 'timed-out' });
});

test('another program sees it run, and can stop it', async () => {
  const first = await openBackground({ work: untilStopped, pollInterval: 100 });
  const { id } = first.run('think', agent);
  await vi.waitFor(() => expect(first.manager.get(id)?.status.phase).toBe('running'), 10_000);
  const other = await openBackground({ tasksFolder: first.tasksFolder, pollInterval: 100 });
  await other.manager.adopt(() => true);
  expect(other.manager.get(id)?.status.phase).toBe('running');
  expect((await other.manager.pause(id)).kind).toBe('left');
  expect((await other.manager.stop(id, 'user')).kind).toBe('stopped');
  const end = await first.manager.waitForEnd(id);
  expect(end && describeOutcome(end.status.end)).toBe('stopped: not finished, stopped by the user');
});

test('the program that ends takes it with it, and the next one says so', async () => {
  const first = await openBackground({ work: untilStopped });
  const { id } = first.run('think', agent);
  await vi.waitFor(() => expect(first.manager.get(id)?.status.phase).toBe('running'), 10_000);
  await first.leave();
  const next = await openBackground({ tasksFolder: first.tasksFolder });
  await next.manager.adopt(() => true);
  const status = next.manager.get(id)?.status;
  expect(status?.phase === 'done' && describeOutcome(status.end)).toBe(
    'stopped: not finished, stopped when meanwhile quit',
  );
});

test('after a crash it is lost, whatever has the number of the program now', async () => {
  const first = await openBackground({ work: untilStopped });
  const { id, logFolder } = first.run('think', agent);
  await vi.waitFor(() => expect(first.manager.get(id)?.status.phase).toBe('running'), 10_000);
  const other = spawn('sleep', ['60']);
  const crashed = path.join(first.folder, 'after the crash');
  const copy = path.join(crashed, id);
  await fs.cp(logFolder, copy, { recursive: true });
  const state = (await fs.readdir(copy)).find((name) => name.startsWith('run.')) ?? '';
  const record = JSON.parse(await fs.readFile(path.join(copy, state), 'utf8'));
  record.host = { pid: other.pid, startedAt: record.host.startedAt };
  await fs.writeFile(path.join(copy, state), JSON.stringify(record));
  const next = await openBackground({ tasksFolder: crashed });
  await next.manager.adopt(() => true);
  const status = next.manager.get(id)?.status;
  other.kill();
  expect(status?.phase === 'done' && describeOutcome(status.end)).toBe(
    'lost: meanwhile ended, and it ran inside of it',
  );
});

test('without a program that can run it, it does not start', async () => {
  const { runToEnd } = await openBackground();
  expect((await runToEnd('rm -rf everything', agent)).status.end).toMatchObject({ kind: 'failed-to-start' });
});

test('its log stays in bounds', async () => {
  const work: HostedWork = async (_task, { print }) => {
    for (let index = 0; index < 200; index += 1) print(`${String(index).padStart(5)} ${'x'.repeat(1_000)}\n`);
    return {};
  };
  const { manager, runToEnd, printed } = await openBackground({ work, segmentBytes: 10_000, keptSegments: 2 });
  const { id, logFolder } = await runToEnd('talk', agent);
  expect((await fs.readdir(logFolder)).filter((name) => name.startsWith('log.'))).toHaveLength(3);
  expect(manager.get(id)?.output.size).toBe(200 * 1_007);
  expect(await printed(id)).toContain('  199 ');
  const first = await manager.readLog(id, { after: 0, bytes: 20_000 });
  expect(first.lines.at(-1)).toMatchObject({ kind: 'gap' });
});
