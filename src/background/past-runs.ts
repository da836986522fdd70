/**
 * How long commands took that succeeded, so that it can be estimated how long they will take: of the newest 200
 * commands of a project their last 10 runs, in one small file. A command is known by a hash of itself and its folder.
 *
 * The file is replaced as a whole, so that it is never seen half written; two programs that write at the same moment
 * may lose each other's last run, and nothing more. One that cannot be read or written means no estimates, and harms
 * nothing else.
 */
import { createHash } from 'node:crypto';
import { readRegularText } from './regular-file.ts';
import { outcomeOf } from './task-outcome.ts';
import type { EndedTask, TaskSpec } from './task.ts';
import { writeWhole } from './write-whole.ts';

export interface PastRuns {
  /** The median of its durations, in milliseconds; nothing for a command that never succeeded here. */
  usual(spec: TaskSpec): number | undefined;
  /** Takes note of a run that succeeded; others say nothing about how long it takes. */
  note(task: EndedTask): void;
  /** Writes what was not written yet. */
  close(): void;
}

export function openPastRuns(file: string): PastRuns {
  let runs: Runs | undefined;
  let unwritten: (readonly [key: string, duration: number])[] = [];
  let timer: NodeJS.Timeout | undefined;

  return {
    usual(spec) {
      if (spec.hosted !== undefined) return undefined;
      runs ??= readRuns(file);
      return median(runs.get(keyOf(spec)) ?? []);
    },
    note(task) {
      const { end, startedAt } = task.status;
      if (outcomeOf(end) !== 'completed' || task.spec.hosted !== undefined) return;
      const run = [keyOf(task.spec), Math.max(0, end.at - startedAt)] as const;
      unwritten.push(run);
      runs = withRun(runs ?? readRuns(file), run);
      timer ??= setTimeout(write, GATHER_MS).unref();
    },
    close: write,
  };

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    if (unwritten.length === 0) return;
    // Another program may have added to it.
    runs = unwritten.reduce(withRun, readRuns(file));
    unwritten = [];
    writeRuns(file, runs);
  }
}

const GATHER_MS = 1_000;
const COMMANDS = 200;
const RUNS = 10;

/** Durations by command, both oldest first. */
type Runs = ReadonlyMap<string, readonly number[]>;

function keyOf({ cwd, command }: TaskSpec): string {
  return createHash('sha256').update(`${cwd}\0${command}`).digest('hex').slice(0, 24);
}

function withRun(runs: Runs, [key, duration]: readonly [string, number]): Runs {
  const others = [...runs].filter(([other]) => other !== key);
  return new Map([...others.slice(1 - COMMANDS), [key, [...(runs.get(key) ?? []), duration].slice(-RUNS)]]);
}

function median(durations: readonly number[]): number | undefined {
  const sorted = durations.toSorted((one, other) => one - other);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

function readRuns(file: string): Runs {
  try {
    const { version, commands }: { version?: unknown; commands?: unknown } = JSON.parse(readRegularText(file));
    return new Map(version === 1 && Array.isArray(commands) ? commands.filter(isEntry).slice(-COMMANDS) : []);
  } catch {
    return new Map();
  }
}

function isEntry(entry: unknown): entry is [string, readonly number[]] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string' || !Array.isArray(entry[1])) return false;
  return entry[1].length <= RUNS && entry[1].every((duration) => typeof duration === 'number' && duration >= 0);
}

function writeRuns(file: string, runs: Runs): void {
  try {
    writeWhole(file, `${JSON.stringify({ version: 1, commands: [...runs] })}\n`);
  } catch {
    // What is not kept is only missed in an estimate.
  }
}
