/**
 * What can be asked of a background manager: a list of verbs over the tasks of one project.
 *
 * Two classes of delivery: `task_output` is coalesced and may skip what lies between; the others are never lost and
 * come in order. Listeners are called synchronously, each after the manager's own view has changed, so `get` inside a
 * listener answers the new state. A listener that throws harms nobody else.
 */
import type { Executor, FoundRun, SendOptions, UsageListener } from './executor.ts';
import type { PauseOutcome } from './pausing.ts';
import type { SendOutcome } from './send-input.ts';
import type { StopOutcome } from './stopping.ts';
import type { Digest, LogFindings, LogPage, LogPlace, LogQuery, LogSearchQuery } from './task-log.ts';
import type { TaskSignal } from './task-signal.ts';
import type { Actor, EndedTask, SandboxSpec, Task, TaskEvent, TaskId, TaskSpec } from './task.ts';

export interface BackgroundManager {
  /**
   * Starts a command, or queues it (`scheduler.ts`), and answers at once with its snapshot. Never throws: what cannot
   * start is a task that ends with `failed-to-start`, or `skipped` when a task that it needs did not complete.
   */
  run(spec: TaskSpec, options?: { readonly attended?: boolean }): Task;
  /**
   * Takes up what other programs started in this project, as far as it is wanted and not known yet: what runs comes as
   * `task_started`, what has ended as `task_done` alone. A time limit that passed meanwhile strikes now.
   */
  adopt(wants: (found: FoundRun) => boolean): Promise<void>;
  /** Ends what an earlier program had queued and never started. Those that are known by now did start. */
  skipUnstarted(tasks: readonly Task[]): void;
  /** Ends what an earlier program had started and whose folder is gone: as was recorded, or as lost. */
  concludeRemoved(tasks: readonly Task[]): void;
  /** Ends a queued task here as skipped, without a trace for others: it is to wait in another manager, by `queueAgain`. */
  withdraw(id: TaskId): void;
  /** Queues, for that session and under the ids they have, tasks that another manager had queued and never started. */
  queueAgain(tasks: readonly Task[], sessionId: string): void;
  /** Gives a task to another session; false when there is no such task or that cannot be recorded. */
  assign(id: TaskId, sessionId: string): boolean;
  /** All tasks, in the order in which they were started. */
  list(): readonly Task[];
  get(id: TaskId): Task | undefined;
  /** Leaves an attended task to the background: its end will be told by a notice. No effect on others. */
  leave(id: TaskId): void;
  /**
   * Ends the task and everything that belongs to it, also what a done task left running. Settles when the task is
   * done, or when what is left of it cannot be ended; `unknown`: there is no such task; `ended`: the command had ended
   * before. The first who asks is the one that stopped it. A queued task is skipped.
   */
  stop(id: TaskId, by: Actor): Promise<StopOutcome>;
  /** Lets the whole task stand still, and its time limit with it. Stopping it works as ever. */
  pause(id: TaskId): Promise<PauseOutcome>;
  resume(id: TaskId): Promise<PauseOutcome>;
  /**
   * Sends one signal to everything that belongs to a task, and nothing more. Answers how many processes got it: 0 when
   * the task is not there, has not been started or has ended.
   */
  signal(id: TaskId, request: { readonly signal: TaskSignal; readonly by: Actor }): Promise<number>;
  /** Sends text to its stdin, then its end if `eof`. Settles when it is on its way, whether or not it is ever read. */
  send(id: TaskId, input: string, options: SendOptions): Promise<SendOutcome>;
  /** Settles when the task is done, or with `undefined` when `signal` aborts first or there is no such task. */
  waitForEnd(id: TaskId, signal?: AbortSignal): Promise<EndedTask | undefined>;
  /** A page of the log; an empty page when there is no such task. */
  readLog(id: TaskId, query: LogQuery): Promise<LogPage>;
  /** Searches a part of the log; cut off when the pattern takes too long. */
  searchLog(id: TaskId, query: LogSearchQuery): Promise<LogFindings>;
  /** Lines with which errors begin, going by what is known of the output of tools (`digest/`). */
  findErrors(id: TaskId): Promise<readonly LogPlace[]>;
  /** What matters in the log, in at most `budget` characters and `digestChars`; empty when it printed nothing. */
  digest(id: TaskId, budget?: number): Promise<Digest>;
  subscribe(listener: (event: TaskEvent) => void): () => void;
  /** What running tasks use of the machine, every few seconds until the returned function is called (`executor.ts`). */
  watchUsage(listener: UsageListener): () => void;
  /**
   * Stops watching and releases every handle. What runs goes on; what is queued is skipped, because nobody would start
   * it. Who waits for an end of what runs is not answered any more.
   */
  close(): Promise<void>;
}

export interface ManagerOptions {
  readonly executor: Executor;
  readonly now: () => number;
  readonly newId?: () => TaskId;
  /** How long a digest may be; default 2,000. */
  readonly digestChars?: number;
  /** How long a command usually takes, in milliseconds, if it is known (`past-runs.ts`). */
  readonly usual?: (spec: TaskSpec) => number | undefined;
  /** How many tasks may run at once, of those that count (`scheduler.ts`). Default: any number. */
  readonly parallel?: number;
  /** How many agents may run at once. Default: any number. */
  readonly agents?: number;
  /** Milliseconds without output after which a last line that looks like a question is told; 45 s if not given. */
  readonly silence?: number;
  /** Up to which offset the output of an adopted task was searched and told before; default: all of it. */
  readonly searchedTo?: (task: Pick<Task, 'id' | 'spec'>) => number | undefined;
  /** Whether time limits and stops of what is adopted are carried out. Default: yes. One that only looks does not. */
  readonly enforces?: boolean;
  /** What the model starts runs in it, and so does what is started again of that. */
  readonly sandbox?: SandboxSpec | undefined;
}
