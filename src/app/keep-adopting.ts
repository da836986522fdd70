/** Keeps the tasks of other programs in this project in view: those that are there, and those that come. */
import path from 'node:path';
import type { BackgroundManager } from '../background/manager-contract.ts';
import type { FoundRun } from '../background/executor.ts';
import { isTaskFolder, restoreRecord } from '../background/local/restore-record.ts';
import type { Task } from '../background/task.ts';

const LOOK_EVERY_MS = 2_000;
/** How long an end of another session is worth being shown. */
const RECENT_MS = 24 * 60 * 60_000;

export function keepAdopting(options: {
  readonly tasks: BackgroundManager;
  readonly sessionId: string;
  /** What the session had queued when it ended before. */
  readonly unstarted: readonly Task[];
  /** Holds the folders of all tasks. */
  readonly tasksFolder: string;
  /** What the session had started when it ended before, as far as the end was not told. */
  readonly untold: readonly Task[];
  readonly now: () => number;
}): { start(): Promise<void>; stop(): void } {
  const { tasks, sessionId, tasksFolder, unstarted, untold, now } = options;
  let timer: NodeJS.Timeout | undefined;

  const wants = ({ spec, endedAt, leftRunning }: FoundRun) =>
    endedAt === null || leftRunning > 0 || spec.sessionId === sessionId || endedAt > now() - RECENT_MS;
  const look = () => tasks.adopt(wants);

  return {
    start() {
      timer ??= setInterval(() => void look(), LOOK_EVERY_MS).unref();
      return adoptAll();
    },
    stop: () => clearInterval(timer),
  };

  async function adoptAll(): Promise<void> {
    for (const task of untold) restoreRecord(path.join(tasksFolder, task.id), task);
    await look();
    tasks.skipUnstarted(unstarted);
    tasks.concludeRemoved(untold.filter(({ id }) => !isTaskFolder(path.join(tasksFolder, id))));
  }
}
