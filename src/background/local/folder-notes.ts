/** What programs leave in a task's folder for each other, beside the record and the log. */
import fs from 'node:fs';
import path from 'node:path';
import type { StopRequest } from '../task-end.ts';
import type { Actor } from '../task.ts';

/** Remembers who asked for a stop; the first one counts. A disk without room forgets it, and the stop goes on. */
export function writeRequest(folder: string, { by, since }: StopRequest): void {
  try {
    fs.writeFileSync(path.join(folder, REQUEST), JSON.stringify({ by, since }), { mode: 0o600, flag: 'wx' });
  } catch {
    // There is one already, or it cannot be written: the end says no more than what the system tells.
  }
}

export function readRequest(folder: string): StopRequest | undefined {
  const value = readJson(path.join(folder, REQUEST));
  if (typeof value !== 'object' || value === null || !('by' in value) || !('since' in value)) return undefined;
  const by = ACTORS.find((actor) => actor === value.by);
  return by !== undefined && typeof value.since === 'number' ? { by, since: value.since } : undefined;
}

/** Remembers the session that owns the task in place of the one that started it; false when that was not possible. */
export function writeOwner(folder: string, sessionId: string): boolean {
  const file = path.join(folder, OWNER);
  try {
    fs.writeFileSync(`${file}.new`, JSON.stringify(sessionId), { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
    return true;
  } catch {
    return false;
  }
}

export function readOwner(folder: string): string | undefined {
  const value = readJson(path.join(folder, OWNER));
  return typeof value === 'string' ? value : undefined;
}

const REQUEST = 'stop-request';
const OWNER = 'owner';
const ACTORS: readonly Actor[] = ['itself', 'user', 'model', 'time limit', 'shutdown', 'outside', 'unknown'];

function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
