/** What programs leave in a task's folder for each other, beside the record and the log. */
import fs from 'node:fs';
import { readRegularText } from '../regular-file.ts';
import path from 'node:path';
import type { PauseState } from '../executor.ts';
import type { StopRequest } from '../task-end.ts';
import { TASK_SIGNALS, type SignalRequest } from '../task-signal.ts';
import type { Actor } from '../task.ts';
import { writeWhole } from '../write-whole.ts';

/** Remembers who asked for a stop; the first one counts. A disk without room forgets it, and the stop goes on. */
export function writeRequest(folder: string, { by, since }: StopRequest): void {
  try {
    fs.writeFileSync(path.join(folder, REQUEST), JSON.stringify({ by, since }), { mode: 0o600, flag: 'wx' });
  } catch {
    // There is one already, or it cannot be written: the end says no more than what the system tells.
  }
}

export function readRequest(folder: string): StopRequest | undefined {
  return requestOf(readJson(path.join(folder, REQUEST)));
}

function requestOf(value: unknown): StopRequest | undefined {
  if (typeof value !== 'object' || value === null || !('by' in value) || !('since' in value)) return undefined;
  const by = ACTORS.find((actor) => actor === value.by);
  return by !== undefined && typeof value.since === 'number' ? { by, since: value.since } : undefined;
}

/** Remembers who sent a signal, and which; the last one counts. */
export function writeSignal(folder: string, request: SignalRequest): void {
  replace(path.join(folder, SIGNAL), request);
}

export function readSignal(folder: string): SignalRequest | undefined {
  const value = readJson(path.join(folder, SIGNAL));
  if (typeof value !== 'object' || value === null || !('signal' in value)) return undefined;
  const request = requestOf(value);
  const signal = TASK_SIGNALS.find((one) => one === value.signal);
  return request === undefined || signal === undefined ? undefined : { ...request, signal };
}

/** Remembers the session that owns the task in place of the one that started it; false when that was not possible. */
export function writeOwner(folder: string, sessionId: string): boolean {
  return replace(path.join(folder, OWNER), sessionId);
}

export function readOwner(folder: string): string | undefined {
  const value = readJson(path.join(folder, OWNER));
  return typeof value === 'string' ? value : undefined;
}

/** Remembers how long the task has stood still, and since when it does; false when that was not possible. */
export function writePause(folder: string, pause: PauseState): boolean {
  return replace(path.join(folder, PAUSE), pause);
}

export function readPause(folder: string): PauseState {
  const value = readJson(path.join(folder, PAUSE));
  if (typeof value !== 'object' || value === null) return { total: 0 };
  const total = 'total' in value && typeof value.total === 'number' ? value.total : 0;
  return 'since' in value && typeof value.since === 'number' ? { since: value.since, total } : { total };
}

const REQUEST = 'stop-request';
const SIGNAL = 'signal-request';
const PAUSE = 'pause';
const OWNER = 'owner';
const ACTORS: readonly Actor[] = ['itself', 'user', 'model', 'time limit', 'shutdown', 'outside', 'unknown'];

/** Whoever reads it meanwhile finds the old or the new one, whole. */
function replace(file: string, value: unknown): boolean {
  try {
    writeWhole(file, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readRegularText(file));
  } catch {
    return undefined;
  }
}
