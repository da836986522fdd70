/** Keeps the tasks of other programs in this project in view: those that are there, and those that come. */
import type { BackgroundManager } from '../background/manager-contract.ts';
import type { FoundRun } from '../background/executor.ts';
import type { Task } from '../background/task.ts';

const LOOK_EVERY_MS = 2_000;
/** How long an end of another session is worth being shown. */
const RECENT_MS = 24 * 60 * 60_000;

export function keepAdopting(options: {
  readonly tasks: BackgroundManager;
  readonly sessionId: string;
  /** What the session had queued when it ended before. */
  readonly unstarted: readonly Task[];
  readonly now: () => number;
}): { start(): Promise<void>; stop(): void } {
  const { tasks, sessionId, unstarted, now } = options;
  let timer: NodeJS.Timeout | undefined;

  const wants = ({ spec, endedAt, leftRunning }: FoundRun) =>
    endedAt === null || leftRunning > 0 || spec.sessionId === sessionId || endedAt > now() - RECENT_MS;
  const look = () => tasks.adopt(wants);

  return {
    start() {
      timer ??= setInterval(() => void look(), LOOK_EVERY_MS).unref();
      return look().then(() => tasks.skipUnstarted(unstarted));
    },
    stop: () => clearInterval(timer),
  };
}
