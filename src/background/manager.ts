/**
 * The background manager: a list of verbs over the tasks of one project.
 *
 * Two classes of delivery: `task_output` is coalesced and may skip what lies between, `task_started`, `task_changed`
 * and `task_done` are never lost and come in order. Listeners are called synchronously, each after the manager's own
 * view has changed, so `get` inside a listener answers the new state. A listener that throws harms nobody else.
 *
 * Deliberately not here: what the model has been told (`outbox.ts`), where and how commands run (`executor.ts`).
 */
import type { StopReport } from './executor.ts';
import type { Actor, EndedTask, LogPage, LogQuery, Task, TaskEvent, TaskId, TaskSpec } from './task.ts';

export interface BackgroundManager {
  /**
   * Starts a command and answers at once with its snapshot. Never throws: what cannot start is a task that ends with
   * `failed-to-start`.
   */
  run(spec: TaskSpec, options?: { readonly attended?: boolean }): Task;
  /** All tasks, in the order in which they were started. */
  list(): readonly Task[];
  get(id: TaskId): Task | undefined;
  /** Leaves an attended task to the background: its end will be told by a notice. No effect on others. */
  leave(id: TaskId): void;
  /**
   * Ends the task and everything that belongs to it. Settles when the task is done, or when what is left of it
   * cannot be ended; `unknown`: there is no such task; `ended`: it was done before.
   */
  stop(id: TaskId, by: Actor): Promise<StopOutcome>;
  /** Settles when the task is done, or with `undefined` when `signal` aborts first or there is no such task. */
  waitForEnd(id: TaskId, signal?: AbortSignal): Promise<EndedTask | undefined>;
  /** A page of the log; an empty page when there is no such task. */
  readLog(id: TaskId, query: LogQuery): Promise<LogPage>;
  /** What matters in the log, in at most `budget` characters (default 2,000); empty when it printed nothing. */
  digest(id: TaskId, budget?: number): Promise<string>;
  subscribe(listener: (event: TaskEvent) => void): () => void;
  /** Stops watching and releases every handle. What runs goes on. */
  close(): Promise<void>;
}

export type StopOutcome =
  | { readonly kind: 'stopped'; readonly task: EndedTask }
  | { readonly kind: 'ended'; readonly task: EndedTask }
  | { readonly kind: 'left'; readonly task: Task; readonly report: StopReport }
  | { readonly kind: 'unknown' };
