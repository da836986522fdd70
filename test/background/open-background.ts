import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createLocalExecutor, type LocalExecutorOptions } from '../../src/background/local/local-executor.ts';
import { createBackgroundManager } from '../../src/background/manager.ts';
import type { BackgroundManager, ManagerOptions } from '../../src/background/manager-contract.ts';
import type { EndedTask, Task, TaskEvent, TaskId, TaskSpec } from '../../src/background/task.ts';

export interface Background {
  readonly manager: BackgroundManager;
  /** A folder of its own, links resolved: the commands' working folder. It also holds the tasks. */
  readonly folder: string;
  readonly tasksFolder: string;
  readonly events: readonly TaskEvent[];
  run(command: string, spec?: Partial<TaskSpec>): Task;
  /** Runs a command and waits for its end. */
  runToEnd(command: string, spec?: Partial<TaskSpec>): Promise<EndedTask>;
  /** As if the program ended: hears no more. Its commands go on, and are for another manager to stop. */
  leave(): Promise<void>;
  /** What a task printed, without marks for what was not kept. */
  printed(id: TaskId): Promise<string>;
}

type OwnSettings = Pick<ManagerOptions, 'parallel' | 'silence' | 'searchedTo' | 'enforces'>;

/** A manager of real commands for one test, after which nothing of it is left. */
export async function openBackground(settings: Partial<LocalExecutorOptions> & OwnSettings = {}): Promise<Background> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'meanwhile-')));
  const tasksFolder = path.join(folder, '.tâches en cours');
  const executor = createLocalExecutor({
    tasksFolder,
    environment: process.env,
    now: Date.now,
    stopWaits: { interrupt: 100, terminate: 200, kill: 3_000 },
    drain: 300,
    ...settings,
  });
  const manager = createBackgroundManager({ ...settings, executor, now: Date.now });
  const events: TaskEvent[] = [];
  manager.subscribe((event) => events.push(event));
  let isLeft = false;
  onTestFinished(async () => {
    if (!isLeft) await Promise.all(manager.list().map(({ id }) => manager.stop(id, 'shutdown')));
    await manager.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  return { manager, folder, tasksFolder: settings.tasksFolder ?? tasksFolder, events, run, runToEnd, leave, printed };

  async function leave(): Promise<void> {
    isLeft = true;
    await manager.close();
  }

  function run(command: string, spec: Partial<TaskSpec> = {}): Task {
    const whole = { cwd: folder, timeLimit: null, startedBy: 'user', sessionId: 'test', ...spec, command } as const;
    return manager.run(whole);
  }

  async function runToEnd(command: string, spec: Partial<TaskSpec> = {}): Promise<EndedTask> {
    const end = await manager.waitForEnd(run(command, spec).id);
    if (end === undefined) throw new Error('the task is not known');
    return end;
  }

  async function printed(id: TaskId): Promise<string> {
    const { lines } = await manager.readLog(id, { before: 'end', bytes: 1_000_000 });
    return lines.map((line) => (line.kind === 'text' ? `${line.text}\n` : '')).join('');
  }
}
