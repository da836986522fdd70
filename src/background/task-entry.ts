/** What a manager keeps of one task: its snapshot, and the handles that nobody else may hold. */
import type { Run } from './executor.ts';
import type { LimitTimer } from './limit-timer.ts';
import type { TaskObserver } from './observe-task.ts';
import type { StopRequest } from './task-end.ts';
import type { SignalRequest } from './task-signal.ts';
import { isEnded } from './task.ts';
import type { EndedTask, Task } from './task.ts';

export interface Entry {
  task: Task;
  /** There is none while the task is queued, nor when it was never started. */
  run?: Run;
  readonly ended: Promise<EndedTask>;
  readonly settle: (task: EndedTask) => void;
  /** Settles when the command itself runs, or has ended before that could be seen. */
  readonly begun: Promise<void>;
  readonly begin: () => void;
  stopRequest?: StopRequest;
  signalRequest?: SignalRequest;
  limitTimer?: LimitTimer;
  observer?: TaskObserver;
  /** Pausing and resuming wait for each other. */
  lastPausing: Promise<unknown>;
}

export type StartedEntry = Entry & { readonly run: Run };

export function isStarted(entry: Entry): entry is StartedEntry {
  return entry.run !== undefined;
}

export function newEntry(task: Task): Entry {
  let settle: (task: EndedTask) => void = () => {};
  const ended = new Promise<EndedTask>((resolve) => (settle = resolve));
  let begin: () => void = () => {};
  const begun = new Promise<void>((resolve) => (begin = resolve));
  return { task, ended, settle, begun, begin, lastPausing: Promise.resolve() };
}

/** When it began, as far as it did: it started, or it came. */
export function startOf({ status }: Task): number {
  return 'startedAt' in status ? status.startedAt : status.since;
}

/** Settles with its end, or with `undefined` when `signal` aborts first. */
export function endUnlessAborted(entry: Entry, signal: AbortSignal | undefined): Promise<EndedTask | undefined> {
  if (isEnded(entry.task)) return Promise.resolve(entry.task);
  if (signal === undefined) return entry.ended;
  return new Promise((resolve) => {
    const abort = () => resolve(undefined);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    void entry.ended.then((task) => {
      signal.removeEventListener('abort', abort);
      resolve(task);
    });
  });
}
