/** The tasks that are on the disk, as they stand. */
import fs from 'node:fs';
import { readRegularText } from '../regular-file.ts';
import path from 'node:path';
import type { TaskId, TaskSpec } from '../task.ts';
import { readOwner } from './folder-notes.ts';
import { keptExtents } from './log-segments.ts';
import { endedAt } from './run-times.ts';
import { type FolderState, readState, stateFile, type TaskRecord } from './task-folder.ts';

export interface TaskOnDisk {
  readonly folder: string;
  /** Its session is the one that owns the task now. */
  readonly record: TaskRecord;
  readonly state: FolderState;
  /** When it ended, as far as files tell; `null` while it runs or may yet begin. */
  readonly endedAt: number | null;
}

/** The names of folders that may hold a task. */
export function taskFolders(tasksFolder: string): readonly TaskId[] {
  try {
    return (
      fs
        .readdirSync(tasksFolder, { withFileTypes: true })
        // A link leads to one that ran when its project was taken over by another folder.
        .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && /^[0-9a-f]{8}$/.test(entry.name))
        .map(({ name }) => name)
    );
  } catch {
    return [];
  }
}

/** One of them; nothing when its folder holds no record that can be understood. */
export function readTask(tasksFolder: string, id: TaskId): TaskOnDisk | undefined {
  const folder = path.join(tasksFolder, id);
  // Its name may change between the look and the reading.
  for (let attempt = 0; attempt < 20; attempt++) {
    const state = readState(folder);
    const name = stateFile(state);
    if (name === undefined) return undefined;
    const file = path.join(folder, name);
    const date = endedAt(file);
    const text = readText(file);
    if (date === undefined || text === undefined) continue;
    const record = parseRecord(text, id);
    if (record === undefined) return undefined;
    const owned = { ...record, spec: { ...record.spec, sessionId: readOwner(folder) ?? record.spec.sessionId } };
    return { folder, record: owned, state, endedAt: endOf({ folder, state, record, date }) };
  }
  return undefined;
}

function readText(file: string): string | undefined {
  try {
    return readRegularText(file);
  } catch {
    return undefined;
  }
}

/** Records of a later version are left to the program that knows them. */
function parseRecord(text: string, id: TaskId): TaskRecord | undefined {
  try {
    const record = JSON.parse(text) as Partial<TaskRecord> | null;
    return record?.version === 1 && record.id === id && isSpec(record.spec) && typeof record.createdAt === 'number'
      ? (record as TaskRecord)
      : undefined;
  } catch {
    return undefined;
  }
}

function isSpec(spec: Partial<TaskSpec> | undefined): boolean {
  return (
    typeof spec?.command === 'string' &&
    typeof spec.cwd === 'string' &&
    typeof spec.sessionId === 'string' &&
    (spec.timeLimit === null || typeof spec.timeLimit === 'number')
  );
}

/** Of one that was lost, the last sign of life is known. */
function endOf(found: Pick<TaskOnDisk, 'folder' | 'state' | 'record'> & { readonly date: number }): number | null {
  const { folder, state, record, date } = found;
  switch (state.kind) {
    case 'exit':
    case 'done':
    case 'skipped':
      return Math.max(date, record.createdAt);
    case 'never':
      return record.createdAt;
    case 'lost':
      return lastSign(folder, record.createdAt);
    default:
      return null;
  }
}

/** When a task last printed something. */
export function lastSign(folder: string, createdAt: number): number {
  const newest = keptExtents(folder).at(-1)?.segments.at(-1);
  return newest === undefined ? createdAt : Math.max(endedAt(newest.file) ?? 0, createdAt);
}
