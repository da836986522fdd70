import { lstat, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** What is kept of tasks that have ended. */
export interface Retention {
  /** Bytes that the folders of all tasks may take together; those that run count, but stay. */
  readonly bytes: number;
  /** Milliseconds since they ended. */
  readonly age: number;
}

export interface SweepOptions extends Retention {
  readonly tasksFolder: string;
  readonly now: number;
}

/**
 * Removes the folders of tasks that ended too long ago, then of those that ended first until the others fit. Never one
 * that runs or whose end is not known, never one that ended just now, never a folder that is not a task's. Nothing
 * rejects: what cannot be removed stays. Answers how many were removed.
 */
export async function sweepTasks({ tasksFolder, now, bytes, age }: SweepOptions): Promise<number> {
  await removeRests(tasksFolder);
  const tasks: TaskOnDisk[] = [];
  for (const name of await namesIn(tasksFolder)) tasks.push(...(await taskIn(path.join(tasksFolder, name))));
  let total = tasks.reduce((sum, task) => sum + task.size, 0);
  let removed = 0;
  const ended = tasks.filter(({ endedAt }) => endedAt !== undefined && endedAt <= now - UNTOLD_MS);
  for (const { folder, size, endedAt = now } of ended.sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))) {
    if (endedAt >= now - age && total <= bytes) break;
    if (!(await remove(folder))) continue;
    removed += 1;
    total -= size;
  }
  return removed;
}

interface TaskOnDisk {
  readonly folder: string;
  readonly size: number;
  /** Missing for one that has not ended. */
  readonly endedAt: number | undefined;
}

/** So long its end may still have to be told, with what it printed. */
const UNTOLD_MS = 60_000;

const TASK_NAME = /^[0-9a-f]{8}$/;
const ENDED = /^(?:done\.\d+|lost)$/;
const STATE = /^(?:new|run\.\d+|exit\.\d+|done\.\d+|lost)$/;
const REST = /^[0-9a-f]{8}\.removed$/;

async function taskIn(folder: string): Promise<readonly TaskOnDisk[]> {
  const stats = await lstat(folder).catch(() => undefined);
  if (!TASK_NAME.test(path.basename(folder)) || stats?.isDirectory() !== true) return [];
  const names = await namesIn(folder);
  const state = names.find((name) => STATE.test(name));
  if (state === undefined || !(await isRecordOf(path.join(folder, state), path.basename(folder)))) return [];
  let size = 0;
  for (const name of names) size += (await lstat(path.join(folder, name)).catch(() => undefined))?.size ?? 0;
  // The last thing that changes in it is the name of its state.
  return [{ folder, size, endedAt: ENDED.test(state) ? stats.mtimeMs : undefined }];
}

async function isRecordOf(file: string, id: string): Promise<boolean> {
  try {
    const record: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof record === 'object' && record !== null && 'id' in record && record.id === id;
  } catch {
    return false;
  }
}

/** Renamed first, so that nobody meets half a task. */
async function remove(folder: string): Promise<boolean> {
  const rest = `${folder}.removed`;
  try {
    await rename(folder, rest);
  } catch {
    return false;
  }
  await rm(rest, { recursive: true, force: true }).catch(() => undefined);
  return true;
}

/** Of a program that ended while it removed them. */
async function removeRests(tasksFolder: string): Promise<void> {
  for (const name of await namesIn(tasksFolder)) {
    if (!REST.test(name)) continue;
    await rm(path.join(tasksFolder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
