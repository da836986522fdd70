/**
 * The port to a place where commands run.
 *
 * Contract:
 * - Nothing here throws or rejects. What goes wrong is an end (`failed-to-start`, `lost`) or a value.
 * - `start` answers at once; the command runs on its own from then, also when this program dies.
 * - No listener is called before `start` has returned.
 * - Each started run settles exactly once, with `onEnd`, after the last `onOutput`.
 * - `onOutput` may be coalesced, at most one call per 50 ms, and is always called once more before the end when
 *   anything was printed since.
 * - The executor knows how a command ended and whether something from outside did it; *why* it was asked to stop is
 *   the manager's to know.
 *
 * Deliberately not here: ids, lists, time limits, who is told. That is `manager.ts`.
 */
import type { LogPage, LogQuery, TaskEndKind, TaskId, TaskOutput, TaskSpec } from './task.ts';

export interface Executor {
  start(id: TaskId, spec: TaskSpec, listener: RunListener): Run;
  /** Stops watching and releases every handle. What runs goes on. */
  close(): Promise<void>;
}

export interface RunListener {
  /** The command itself runs now. */
  onRunning(startedAt: number): void;
  onOutput(output: TaskOutput): void;
  onEnd(end: RunEnd): void;
}

/** How a run ended, as far as the place where it ran can know. */
export interface RunEnd {
  readonly end: TaskEndKind;
  readonly at: number;
  /** Processes of the command that still run. */
  readonly leftRunning: number;
}

export interface Run {
  /** The folder that holds the log. */
  readonly logFolder: string;
  /**
   * Ends everything that belongs to the run: interrupt, terminate, kill, each with its wait, until a look at the
   * machine finds nothing more. Bounded in time. Says what it could not end. The end itself comes by `onEnd`.
   */
  stop(): Promise<StopReport>;
  readLog(query: LogQuery): Promise<LogPage>;
  /** Sends text to its stdin, in the order of calls, then its end if `eof`. Never waits for the command to read it. */
  send(input: string, options: SendOptions): Promise<SendReport>;
}

export interface SendOptions {
  readonly eof: boolean;
}

/** `closed`: its end was sent before. */
export type SendReport =
  { readonly kind: 'sent' } | { readonly kind: 'closed' } | { readonly kind: 'failed'; readonly reason: string };

export interface StopReport {
  /** Processes that are still there, by pid and name. Empty when everything ended. */
  readonly left: readonly { readonly pid: number; readonly name: string }[];
}
