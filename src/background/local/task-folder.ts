import fs from 'node:fs';
import path from 'node:path';
import type { Actor, TaskId, TaskSpec } from '../task.ts';

/**
 * What a later program needs to know of a task. It is the content of the state file, whatever its name is.
 * `bootId` differs after a restart of the machine: then nothing of the task can be alive.
 */
export interface TaskRecord {
  readonly version: 1;
  readonly id: TaskId;
  readonly spec: TaskSpec;
  readonly createdAt: number;
  /** The same moment, by a clock that is never set (`clock-drift.ts`); missing in old records. */
  readonly uptime?: number;
  readonly bootId: string;
  /** Where its processes have their numbers (`pid-namespace.ts`); missing on other systems and in old records. */
  readonly pidNamespace?: string;
  /** Why it was never started, and who saw to that; only in the state `skipped`. */
  readonly skipped?: { readonly reason: string; readonly by: Actor };
  /** Of a hosted task: the program it runs in. `startedAt` in the units of `MachineProcess.started`. */
  readonly host?: { readonly pid: number; readonly startedAt: number };
}

/** The state of a task, from the name of its state file; `supervise.sh` lists the names. */
export type FolderState =
  | { readonly kind: 'new' }
  | { readonly kind: 'lost' }
  /** Its supervisor was gone before it began: nothing was run. */
  | { readonly kind: 'never' }
  /** It was queued and never started. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'gone' }
  /** It cannot be known now: too many files are open, for example. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'run'; readonly supervisor: number }
  | { readonly kind: 'exit' | 'done'; readonly code: number };

/** Makes the folder of a task with its record. Throws what the file system says. */
export function createTaskFolder(folder: string, record: TaskRecord, state: 'new' | 'skipped' = 'new'): void {
  makeFolder(folder);
  try {
    fs.writeFileSync(path.join(folder, state), `${JSON.stringify(record)}\n`, { mode: 0o600 });
  } catch (error) {
    fs.rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The folder around it is there, but for the first task. */
function makeFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!isMissing(error)) throw error;
    fs.mkdirSync(path.dirname(folder), { recursive: true, mode: 0o700 });
    fs.mkdirSync(folder, { mode: 0o700 });
  }
}

export function readState(folder: string): FolderState {
  // A listing can miss a file that is renamed meanwhile.
  for (let attempt = 0; attempt < 20; attempt++) {
    const names = namesIn(folder);
    if (names === undefined) return { kind: 'unreadable' };
    const state = stateIn(names);
    if (state !== undefined) return state;
  }
  return { kind: 'gone' };
}

/** The name of the state file; nothing when there is none that is known. */
export function stateFile(state: FolderState): string | undefined {
  switch (state.kind) {
    case 'new':
    case 'lost':
    case 'never':
    case 'skipped':
      return state.kind;
    case 'run':
      return `run.${state.supervisor}`;
    case 'exit':
    case 'done':
      return `${state.kind}.${state.code}`;
    case 'gone':
    case 'unreadable':
      return undefined;
    default:
      return state satisfies never;
  }
}

/**
 * Takes a task whose supervisor is dead out of its state: to `never` when it had not begun, else to `lost`. False when
 * the state has changed meanwhile: then somebody was alive, and it has to be read again.
 */
export function markLost(folder: string, state: FolderState): boolean {
  if (state.kind !== 'new' && state.kind !== 'run') return false;
  const [name, next] = state.kind === 'new' ? ['new', 'never'] : [`run.${state.supervisor}`, 'lost'];
  try {
    fs.renameSync(path.join(folder, name), path.join(folder, next));
    return true;
  } catch {
    return false;
  }
}

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    return isMissing(error) ? [] : undefined;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function stateIn(names: readonly string[]): FolderState | undefined {
  for (const name of names) {
    if (name === 'new' || name === 'lost' || name === 'never' || name === 'skipped') return { kind: name };
    const [, kind, number] = /^(run|exit|done)\.(\d+)$/.exec(name) ?? [];
    if (kind === 'run') return { kind, supervisor: Number(number) };
    if (kind === 'exit' || kind === 'done') return { kind, code: Number(number) };
  }
  return undefined;
}
