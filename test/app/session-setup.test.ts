import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { setUpSession } from '../../src/app/session-setup.ts';
import { createToldEnds } from '../../src/app/told-ends.ts';
import { readTask } from '../../src/background/local/find-tasks.ts';
import { sweepTasks } from '../../src/background/local/sweep-tasks.ts';
import type { Task } from '../../src/background/task.ts';

const HANG_MS = 20_000;

/** Starts a program in a folder, runs a command to its end in the background, and ends the program. */
async function runOnce(home: string, command: string): Promise<Task> {
  const { session, tasks, close } = await open(home);
  session.start();
  session.runBackground(command);
  const [task] = tasks.list();
  await vi.waitFor(() => expect(tasks.list()[0]?.status.phase).toBe('done'), HANG_MS);
  await session.close('stop');
  await close();
  if (task === undefined) throw new Error('nothing was started');
  return task;
}

async function open(home: string, argv: readonly string[] = []) {
  const loaded = await loadConfig({ argv, env: {}, homedir: home, cwd: home });
  if (loaded.kind !== 'ok') throw new Error(JSON.stringify(loaded));
  const setUp = await setUpSession({ ...loaded.config, wake: 'off' }, process.env);
  if (setUp.kind !== 'ready') throw new Error(setUp.sentence);
  return setUp.setup;
}

test('a later program knows how long a command usually takes in this folder (FIELD S2)', async () => {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-setup-')));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  expect((await runOnce(home, 'sleep 0.2')).usual).toBeUndefined();
  expect((await runOnce(home, 'sleep 0.2')).usual).toBeGreaterThan(100);
  expect((await runOnce(home, 'sleep 0.1')).usual).toBeUndefined();
});

describe('an end that was not told is told by the session that is taken up', () => {
  test.each<{ what: string; damage: (left: Left) => void; end: object }>([
    {
      what: 'although its folder was removed: as the session recorded it',
      damage: ({ folder }) => rmSync(folder, { recursive: true }),
      end: { kind: 'exited', code: 5, by: 'itself' },
    },
    {
      what: 'although nothing is left that tells how it ended: as lost',
      damage({ folder, record }) {
        rmSync(folder, { recursive: true });
        const lines = readFileSync(record, 'utf8').split('\n');
        writeFileSync(record, lines.filter((line) => !line.includes('"type":"task_done"')).join('\n'));
      },
      end: { kind: 'lost', reason: 'its record was removed, so its end is not known' },
    },
    {
      what: 'although its state file is empty: as the name of that says',
      damage({ folder, record }) {
        writeFileSync(path.join(folder, 'done.5'), '');
        const lines = readFileSync(record, 'utf8').split('\n');
        writeFileSync(record, lines.filter((line) => !line.includes('"type":"task_done"')).join('\n'));
      },
      end: { kind: 'exited', code: 5, by: 'itself' },
    },
  ])('$what', async ({ damage, end }) => {
    const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-setup-')));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const task = await runOnce(home, 'echo last words; exit 5');
    const left = leftOf(task, home);
    damage(left);
    const again = await open(home, ['--continue']);
    again.session.start();
    await again.adoptTasks();
    expect(again.tasks.list()).toMatchObject([{ id: task.id, status: { end } }]);
    expect(again.session.unfinished()).toEqual([task.id]);
    await again.session.close('stop');
    await again.close();
  });

  test('and until then nothing but its log is removed, whatever is to be kept', async () => {
    const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-setup-')));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const { id, ...task } = await runOnce(home, 'echo last words; exit 5');
    const { tasksFolder, sessionsFolder, record } = leftOf({ id, ...task }, home);
    const sweep = () =>
      sweepTasks({ tasksFolder, now: Date.now() + DAY, bytes: 0, age: 0, mayGo: createToldEnds(sessionsFolder) });
    expect(await sweep()).toBe(0);
    expect(readTask(tasksFolder, id)?.state).toEqual({ kind: 'done', code: 5 });
    expect(readdirSync(task.logFolder)).toContain('log.11');
    const told = {
      v: 1,
      type: 'user_message',
      at: 1,
      message: { role: 'user', blocks: [] },
      told: [id],
      promptIds: [],
    };
    writeFileSync(record, `${readFileSync(record, 'utf8')}${JSON.stringify(told)}\n`);
    expect(await sweep()).toBe(1);
  });
});

const DAY = 86_400_000;

interface Left {
  readonly folder: string;
  /** Of the session. */
  readonly record: string;
  readonly tasksFolder: string;
  readonly sessionsFolder: string;
}

function leftOf({ logFolder }: Task, home: string): Left {
  expect(logFolder.startsWith(home)).toBe(true);
  const tasksFolder = path.dirname(logFolder);
  const sessionsFolder = path.join(path.dirname(tasksFolder), 'sessions');
  const [record = ''] = readdirSync(sessionsFolder).filter((name) => name.endsWith('.jsonl'));
  return { folder: logFolder, record: path.join(sessionsFolder, record), tasksFolder, sessionsFolder };
}
