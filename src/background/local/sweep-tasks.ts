import { lstat, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listProcesses } from './processes.ts';
import { whenRoom } from './when-room.ts';
import { readTask, taskFolders, type TaskOnDisk } from './find-tasks.ts';
import { canSeeProcessesOf } from './pid-namespace.ts';
import { keptExtents } from './log-segments.ts';
import type { FolderState } from './task-folder.ts';

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
  /** Asked of each that would go; default: all may. Of one that may not, for the size only the log is removed. */
  readonly mayGo?: (task: TaskOnDisk) => boolean | Promise<boolean>;
}

/**
 * Removes the folders of tasks that ended too long ago, then of those that ended first until the others fit, and those
 * that a killed program left without a word in them for a day. Never one
 * that runs or whose end is not known, never one that left something running or ended just now, never a folder that is
 * not a task's. Nothing rejects: what cannot be removed stays. Answers how many were removed.
 */
export async function sweepTasks(options: SweepOptions): Promise<number> {
  const { tasksFolder, now, bytes, age, mayGo = () => true } = options;
  await removeRests(tasksFolder);
  const alive = await whenRoom(async () => new Set((await listProcesses()).map((one) => one.mark())));
  const tasks = await Promise.all(
    taskFolders(tasksFolder)
      .flatMap((id) => readTask(tasksFolder, id) ?? [])
      .map(async (task) => ({ task, size: await sizeOf(task.folder) })),
  );
  let total = tasks.reduce((sum, { size }) => sum + size, 0);
  let removed = await removeUnwritten({ tasksFolder, now });
  const ended = tasks.flatMap(({ task, size }) => {
    const { endedAt, state, record } = task;
    const hasStopped = OVER.has(state.kind) || (state.kind === 'exit' && endedAt !== null && endedAt < now - STALE_MS);
    const isOver = hasStopped && !alive.has(record.id) && canSeeProcessesOf(record);
    return isOver && endedAt !== null && endedAt <= now - UNTOLD_MS ? [{ task, size, endedAt }] : [];
  });
  for (const { task, size, endedAt } of ended.sort((a, b) => a.endedAt - b.endedAt)) {
    if (endedAt >= now - age && total <= bytes) break;
    if (!(await mayGo(task))) {
      if (total > bytes) total -= await removeLog(task.folder);
      continue;
    }
    if (!(await remove(task.folder))) continue;
    removed += 1;
    total -= size;
  }
  return removed;
}

/** So long its end may still have to be told, with what it printed. */
const UNTOLD_MS = 60_000;

/** After `exit` its output may still be open; for so long only if somebody holds it, and nobody is there. */
const STALE_MS = 86_400_000;
const OVER: ReadonlySet<FolderState['kind']> = new Set(['done', 'lost', 'never', 'skipped']);
const REST = /^[0-9a-f]{8}\.removed$/;

async function sizeOf(folder: string): Promise<number> {
  let size = 0;
  for (const name of await namesIn(folder))
    size += (await lstat(path.join(folder, name)).catch(() => undefined))?.size ?? 0;
  return size;
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

/** Leaves word of how much there was. Answers how many bytes are gone. */
async function removeLog(folder: string): Promise<number> {
  const extents = keptExtents(folder);
  const end = extents.at(-1)?.to ?? 0;
  let freed = 0;
  for (const { file, from, to } of extents.flatMap(({ segments }) => segments)) {
    if (from === to) continue;
    const isGone = await rm(file).then(
      () => true,
      () => false,
    );
    if (isGone) freed += to - from;
  }
  if (freed > 0) await writeFile(path.join(folder, `log.${end}`), '', { mode: 0o600 }).catch(() => undefined);
  return freed;
}

/** Folders of programs that were killed before they could write into them what the task is. Answers how many. */
async function removeUnwritten({ tasksFolder, now }: Pick<SweepOptions, 'tasksFolder' | 'now'>): Promise<number> {
  let removed = 0;
  for (const id of taskFolders(tasksFolder)) {
    const folder = path.join(tasksFolder, id);
    const files = await Promise.all(
      [folder, ...(await namesIn(folder)).map((name) => path.join(folder, name))].map(statOf),
    );
    const isUnwritten = files.every(
      (stats, index) =>
        stats !== undefined &&
        stats.mtimeMs < now - STALE_MS &&
        (index === 0 ? stats.isDirectory() : stats.isFile() && stats.size === 0),
    );
    if (isUnwritten && (await remove(folder))) removed += 1;
  }
  return removed;
}

function statOf(file: string) {
  return lstat(file).catch(() => undefined);
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
