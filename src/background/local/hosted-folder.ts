/** How a hosted task stands, by its folder: the names are those of every task, `supervise.sh` lists them. */
import fs from 'node:fs';
import { readRegularText } from '../regular-file.ts';
import path from 'node:path';
import type { HostedResult } from '../hosted-work.ts';
import type { TaskEndKind } from '../task.ts';
import { canSeeProcessesOf } from './pid-namespace.ts';
import { startOf } from './processes-proc.ts';
import { type FolderState, readState, stateFile, type TaskRecord } from './task-folder.ts';
import { startOf as startOfText } from '../cut.ts';

export const HOST_GONE = 'meanwhile ended, and it ran inside of it';

/** This program, as the host of a task. */
export function thisHost(): NonNullable<TaskRecord['host']> {
  return { pid: process.pid, startedAt: startOf(process.pid) };
}

/**
 * Whether the program in which it runs is gone, as far as that can be known here. Another one with its number has
 * started at another time.
 */
export function isHostGone(record: TaskRecord): boolean {
  return canSeeProcessesOf(record) && !isAlive(record.host);
}

function isAlive(host: TaskRecord['host']): boolean {
  if (host === undefined) return false;
  try {
    process.kill(host.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return host.startedAt === startOf(host.pid);
}

/** From `new` to `run`. Throws what the file system says. */
export function markRunning(folder: string): void {
  move(folder, { from: 'new', to: `run.${process.pid}` });
}

/** Records the result, then the end. No effect when it has ended. */
export function markDone(folder: string, result: HostedResult): void {
  const state = readState(folder);
  if (state.kind !== 'run') return;
  const answer = result.answer === undefined ? undefined : startOfText(result.answer, ANSWER_CHARS);
  try {
    fs.writeFileSync(path.join(folder, RESULT), JSON.stringify({ ...result, answer }), { mode: 0o600 });
  } catch {
    // Without room on the disk the end alone is known, and the log tells the rest.
  }
  const from = stateFile(state) ?? '';
  try {
    fs.utimesSync(path.join(folder, from), new Date(), new Date());
    move(folder, { from, to: result.failure === undefined ? 'done.0' : 'done.1' });
  } catch {
    // The folder was removed.
  }
}

const RESULT = 'result';
/** What is kept of an answer. */
const ANSWER_CHARS = 100_000;

export function readAnswer(folder: string): string | undefined {
  return readResult(folder).answer;
}

/** How it ended; nothing while it has not. */
export function hostedEnd(folder: string, state: FolderState): TaskEndKind | null {
  switch (state.kind) {
    case 'exit':
    case 'done': {
      const { failure } = readResult(folder);
      if (state.code === 0) return { kind: 'finished' };
      return { kind: 'finished', failure: failure ?? 'failed' };
    }
    case 'lost':
      return { kind: 'lost', reason: HOST_GONE };
    case 'never':
      return { kind: 'failed-to-start', reason: HOST_GONE };
    case 'gone':
      return { kind: 'lost', reason: `its record in ${folder} was removed, so its end is not known` };
    // Read from its record, as of every task.
    case 'skipped':
    case 'new':
    case 'run':
    case 'unreadable':
      return null;
    default:
      return state satisfies never;
  }
}

function readResult(folder: string): HostedResult {
  try {
    const value: unknown = JSON.parse(readRegularText(path.join(folder, RESULT)));
    if (typeof value !== 'object' || value === null) return {};
    return {
      ...('answer' in value && typeof value.answer === 'string' ? { answer: value.answer } : {}),
      ...('failure' in value && typeof value.failure === 'string' ? { failure: value.failure } : {}),
    };
  } catch {
    return {};
  }
}

function move(folder: string, { from, to }: { readonly from: string; readonly to: string }): void {
  fs.renameSync(path.join(folder, from), path.join(folder, to));
}
