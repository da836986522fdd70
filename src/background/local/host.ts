/** Runs a hosted task in this program, and writes its folder as a supervisor writes that of a command. */
import type { RunListener } from '../executor.ts';
import type { HostedResult, HostedWork } from '../hosted-work.ts';
import type { TaskId, TaskSpec } from '../task.ts';
import { uptime } from './clock-drift.ts';
import { bootId } from './boot-id.ts';
import { writeRequest } from './folder-notes.ts';
import { markDone, markRunning, thisHost } from './hosted-folder.ts';
import { openHostedLog } from './hosted-log.ts';
import { followHosted } from './hosted-run.ts';
import { namespaceRecord } from './pid-namespace.ts';
import type { LocalRun } from './local-run.ts';
import { folderFailure } from './start-failure.ts';
import type { FolderWatcher } from './watch-folder.ts';
import { createTaskFolder, readState, type TaskRecord } from './task-folder.ts';

export interface HostOptions {
  readonly folder: string;
  readonly record: TaskRecord;
  readonly work: HostedWork;
  readonly listener: RunListener;
  readonly now: () => number;
  readonly segmentBytes: number;
  readonly keptSegments: number;
  readonly folders: FolderWatcher;
}

export type HostedFolder =
  { readonly kind: 'failed'; readonly reason: string } | { readonly kind: 'made'; readonly record: TaskRecord };

/** Makes its folder, as one that runs. */
export function hostedFolder(
  folder: string,
  { id, spec, now }: { id: TaskId; spec: TaskSpec; now: number },
): HostedFolder {
  const host = thisHost();
  const record: TaskRecord = {
    version: 1,
    id,
    spec,
    createdAt: now,
    uptime: uptime(),
    bootId: bootId(),
    ...namespaceRecord(),
    host,
  };
  try {
    createTaskFolder(folder, record);
    markRunning(folder);
  } catch (error) {
    return { kind: 'failed', reason: folderFailure(error, folder) };
  }
  return { kind: 'made', record };
}

/** Starts the work. To release the run ends it too: it is stopped because the program ends. */
export function host(options: HostOptions): LocalRun {
  const { folder, record, work, now } = options;
  const { id, spec } = record;
  const controller = new AbortController();
  const log = openHostedLog(folder, options);
  const run = followHosted({ ...options, onStop: () => controller.abort() });
  const print = (text: string) => log.write(text);
  // Whoever asked for it knows its task before it does anything.
  setImmediate(() => {
    void work({ id, spec }, { print, signal: controller.signal })
      .catch((error: unknown): HostedResult => ({ failure: error instanceof Error ? error.message : String(error) }))
      .then((result) => markDone(folder, controller.signal.aborted ? { ...result, failure: CUT_SHORT } : result));
  });
  return {
    ...run,
    release() {
      run.release();
      if (readState(folder).kind !== 'run') return;
      writeRequest(folder, { by: 'shutdown', since: now() });
      controller.abort();
      markDone(folder, { failure: CUT_SHORT });
    },
  };
}

const CUT_SHORT = 'not finished';
