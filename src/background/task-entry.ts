/** What the manager holds of a task beside its snapshot. */
import type { Run } from './executor.ts';
import type { StopRequest } from './task-end.ts';
import { isEnded, type EndedTask, type Task } from './task.ts';

export interface Entry {
  task: Task;
  readonly run: Run;
  readonly ended: Promise<EndedTask>;
  readonly settle: (task: EndedTask) => void;
  stopRequest?: StopRequest;
  limitTimer?: NodeJS.Timeout;
}

export function newEntry(run: Run, task: Task): Entry {
  let settle: (task: EndedTask) => void = () => {};
  const ended = new Promise<EndedTask>((resolve) => (settle = resolve));
  return { task, run, ended, settle };
}

/** When it began, or was to begin. */
export function startOf({ status }: Task): number {
  return 'startedAt' in status ? status.startedAt : status.since;
}

/** Its end, or nothing when `signal` aborts first. */
export function unlessAborted(entry: Entry, signal: AbortSignal | undefined): Promise<EndedTask | undefined> {
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
