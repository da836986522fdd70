/** Follows one hosted task by its folder: in the program that hosts it, and in every other. */
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunListener, StopReport } from '../executor.ts';
import type { TaskOutput } from '../task.ts';
import { driftSince } from './clock-drift.ts';
import { readRequest, writeOwner, writeRequest } from './folder-notes.ts';
import { hostedEnd, isHostGone, readAnswer } from './hosted-folder.ts';
import { createOutputReader } from './last-output.ts';
import type { LocalRun } from './local-run.ts';
import { readLogPage } from './log-reader.ts';
import { between, endedAt } from './run-times.ts';
import { markLost, readState, stateFile, type TaskRecord } from './task-folder.ts';
import type { FolderWatcher } from './watch-folder.ts';

export interface HostedRunOptions {
  readonly folder: string;
  readonly record: TaskRecord;
  readonly listener: RunListener;
  readonly now: () => number;
  readonly folders: FolderWatcher;
  /** Only in the program that hosts it: somebody, perhaps another program, asked for a stop. */
  readonly onStop?: () => void;
}

/** How long a host gets to end it, in milliseconds. */
const STOP_WITHIN = 10_000;

export function followHosted(options: HostedRunOptions): LocalRun {
  const { folder, record, listener, now } = options;
  const readOutput = createOutputReader(folder);
  let phase: 'starting' | 'running' | 'over' = 'starting';
  let told: TaskOutput | undefined;
  const watch = options.folders.watch({ folder, onState: look, onOutput: tellOutput });
  // What happened before the folder was watched.
  setImmediate(look);
  const stands = async (): Promise<StopReport> => ({ left: [] });

  return {
    logFolder: folder,
    stop,
    noteStop: (request) => writeRequest(folder, request),
    noteSignal() {},
    assign: (sessionId) => writeOwner(folder, sessionId),
    pause: async () => ({ left: [{ pid: record.host?.pid ?? 0, name: 'meanwhile' }] }),
    resume: stands,
    signal: async () => 0,
    readLog: async (query) => readLogPage(folder, query),
    answer: () => readAnswer(folder),
    send: async () => ({ kind: 'failed', reason: 'it has no stdin' }),
    release,
  };

  function look(): void {
    if (phase === 'over') return;
    const state = readState(folder);
    const end = hostedEnd(folder, state);
    if (state.kind === 'run' && phase === 'starting') {
      phase = 'running';
      listener.onRunning(record.createdAt);
    }
    if (end === null) {
      if (readRequest(folder) !== undefined) options.onStop?.();
      if (isHostGone(record) && markLost(folder, state)) look();
      return;
    }
    if (phase === 'starting' && state.kind !== 'never') listener.onRunning(record.createdAt);
    tellOutput();
    release();
    const drift = driftSince(record, now());
    const ended = endedAt(path.join(folder, stateFile(state) ?? '')) ?? now();
    const at = between(ended - drift, [record.createdAt, Math.max(now() - drift, record.createdAt)]);
    listener.onEnd({ end, at, drift, leftRunning: 0, request: readRequest(folder) });
  }

  function tellOutput(): boolean {
    if (phase === 'over') return false;
    const output = readOutput();
    if (output === told || output.size === 0) return false;
    told = output;
    listener.onOutput(output);
    return true;
  }

  async function stop(): Promise<StopReport> {
    options.onStop?.();
    const deadline = performance.now() + STOP_WITHIN;
    for (;;) {
      look();
      if (phase === 'over') return { left: [] };
      if (performance.now() > deadline) return { left: [{ pid: record.host?.pid ?? 0, name: 'meanwhile' }] };
      await delay(20);
    }
  }

  function release(): void {
    phase = 'over';
    watch.close();
  }
}
