/** What is done for a task whose session knows more of it than its folder does. */
import fs from 'node:fs';
import path from 'node:path';
import type { Task } from '../task.ts';
import { startOf } from '../task-entry.ts';
import { readState, stateFile, type TaskRecord } from './task-folder.ts';

/**
 * Writes the record into a state file that is empty: it is not flushed, so a loss of power can leave it so. Its name
 * tells how the task stands, and with the record it is found again like every other.
 */
export function restoreRecord(folder: string, task: Task): void {
  const name = stateFile(readState(folder));
  if (name === undefined) return;
  const { id, spec } = task;
  const record: TaskRecord = { version: 1, id, spec, createdAt: startOf(task), bootId: 'unknown' };
  try {
    const file = path.join(folder, name);
    const { size, atime, mtime } = fs.statSync(file);
    if (size > 0) return;
    // Never made anew: its name may change meanwhile. Its date is that of the end.
    const descriptor = fs.openSync(file, 'r+');
    try {
      fs.writeSync(descriptor, JSON.stringify(record), 0);
      fs.futimesSync(descriptor, atime, mtime);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    // Renamed or removed meanwhile, or the disk is full: the next program tries again.
  }
}

/** Whether there is, or may be, anything of the task that tells how it stands. */
export function isTaskFolder(folder: string): boolean {
  return readState(folder).kind !== 'gone';
}
