import { statfs } from 'node:fs/promises';
import { LOW_DISK_BYTES } from './low-disk.ts';
import { sweepTasks, type Retention, type SweepOptions } from './sweep-tasks.ts';

export interface HousekeepingOptions {
  readonly tasksFolder: string;
  readonly retention: Retention;
  readonly now: () => number;
  /** Asked anew for each sweep: which of the ended tasks may go (`sweepTasks`). */
  readonly mayGo?: () => NonNullable<SweepOptions['mayGo']>;
  /** What else is swept, each time after the project's own tasks. */
  readonly sweepOthers?: () => Promise<unknown>;
  /** Something the user must know. */
  readonly say: (sentence: string) => void;
  /** Milliseconds before the first round and between two. */
  readonly firstRound?: number;
  readonly interval?: number;
  /** Bytes that anybody may still write on the disk of a folder; nothing when the system does not tell. */
  readonly freeBytes?: (folder: string) => Promise<number | undefined>;
}

/**
 * Now and then removes tasks that are no longer kept, and says once when the disk is nearly full; once more only
 * after there was room again. Answers how to end it.
 */
export function keepHouse(options: HousekeepingOptions): () => void {
  const {
    tasksFolder,
    retention,
    mayGo = () => () => true,
    sweepOthers,
    now,
    say,
    firstRound = 2_000,
    interval = 30_000,
    freeBytes = freeOnDisk,
  } = options;
  let rounds = 0;
  let isLow = false;
  let closed = false;
  let timer = setTimeout(() => void round(), firstRound).unref();

  return () => {
    closed = true;
    clearTimeout(timer);
  };

  async function round(): Promise<void> {
    if (rounds % ROUNDS_PER_SWEEP === 0) {
      await sweepTasks({ ...retention, tasksFolder, now: now(), mayGo: mayGo() });
      if (!closed) await sweepOthers?.();
    }
    rounds += 1;
    const free = await freeBytes(tasksFolder);
    if (closed) return;
    if (free !== undefined) look(free);
    timer = setTimeout(() => void round(), interval).unref();
  }

  function look(free: number): void {
    if (!isLow && free < LOW_DISK_BYTES) say(lowWords(tasksFolder));
    isLow = free < (isLow ? ROOM_BYTES : LOW_DISK_BYTES);
  }
}

const ROUNDS_PER_SWEEP = 10;
const ROOM_BYTES = 1.5 * LOW_DISK_BYTES;

function lowWords(folder: string): string {
  return (
    `Less than 200 MiB are free on the disk that holds ${folder}. Commands go on, but of what each prints no more ` +
    'than the first MiB is kept. Free some space, or set keepLogsMiB to keep fewer logs.'
  );
}

async function freeOnDisk(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
