/**
 * The port to a place where commands run.
 *
 * Contract:
 * - Nothing here throws or rejects. What goes wrong is an end (`failed-to-start`, `lost`) or a value.
 * - `start` answers at once; the command runs on its own from then, also when this program dies.
 * - No listener is called before `start` has returned.
 * - Each started run settles exactly once, with `onEnd`, after the last `onOutput`.
 * - What an earlier program started is found again by `adopt`, with its live output or its true end.
 * - `onOutput` may be coalesced, at most one call per 50 ms, and is always called once more before the end when
 *   anything was printed since.
 * - The executor knows how a command ended and whether something from outside did it; *why* it was asked to stop is
 *   the manager's to know.
 *
 * Deliberately not here: ids, lists, time limits, who is told. That is `manager.ts`.
 */
import type { StopRequest } from './task-end.ts';
import type { SignalRequest, TaskSignal } from './task-signal.ts';
import type { LogPage, LogQuery } from './task-log.ts';
import type { Actor, Leftovers, TaskEndKind, TaskId, TaskOutput, TaskSpec, TaskUsage } from './task.ts';

export interface Executor {
  start(id: TaskId, spec: TaskSpec, listener: RunListener): Run;
  /** Remembers a task that was queued and is not started, so that it is found like those that were. */
  noteSkipped(id: TaskId, spec: TaskSpec, skipped: { readonly reason: string; readonly by: Actor }): void;
  /**
   * Takes up runs that other programs started here, oldest first, and settles when all are. Never rejects: what is
   * broken or foreign is left alone. A run that is still going is followed as if it had been started by this program.
   */
  adopt(options: AdoptOptions): Promise<void>;
  /**
   * Tells every few seconds what each run uses of the machine, until the returned function is called; runs without a
   * process are missing. The machine is looked at only while somebody listens. No effect where it cannot be told.
   */
  watchUsage(listener: UsageListener): () => void;
  /** Stops watching and releases every handle. What runs goes on. */
  close(): Promise<void>;
}

export type UsageListener = (usage: ReadonlyMap<TaskId, TaskUsage>) => void;

export interface AdoptOptions {
  /** Those are not looked at. */
  isKnown(id: TaskId): boolean;
  /** Whether a run is to be taken up; not asked again about one that has ended and was not wanted. */
  wants(found: FoundRun): boolean;
  /** There may be thousands: other work is done in between. */
  onAdopted(adopted: AdoptedRun): void;
  /** Not called before `onAdopted` has returned. */
  listenerFor(id: TaskId): RunListener;
}

export interface FoundRun {
  readonly id: TaskId;
  /** With the session that owns it now. */
  readonly spec: TaskSpec;
  readonly startedAt: number;
  /** `null` while it runs. */
  readonly endedAt: number | null;
  /** How many processes it left running, when it has ended. */
  readonly leftRunning: number;
}

export interface AdoptedRun extends Omit<FoundRun, 'endedAt' | 'leftRunning'> {
  readonly run: Run;
  readonly output: TaskOutput;
  /** A stop that was asked for and is perhaps not carried out to its end. */
  readonly request: StopRequest | undefined;
  readonly pause: PauseState;
  /** By how many milliseconds the clock was set forward since `startedAt`, as far as that is known. */
  readonly drift: number;
  /** How it ended before; `null` when it still runs and its listener is going to hear of its end. */
  readonly end: RunEnd | null;
}

/** How long a run has stood still: before, in milliseconds, and `since` when it does so now. */
export interface PauseState {
  readonly since?: number | undefined;
  readonly total: number;
}

export interface RunListener {
  /** The command itself runs now. */
  onRunning(startedAt: number): void;
  onOutput(output: TaskOutput): void;
  /** It stands still since then, or (`undefined`) goes on; who paused it may be another program. */
  onPaused(since: number | undefined): void;
  /** The TCP ports on which processes of the run listen, ascending, whenever they have changed; none at first. */
  onPorts(ports: readonly number[]): void;
  onEnd(end: RunEnd): void;
  /** What the run left running has changed since `onEnd`, as often as it does until nothing is left. */
  onLeftovers(left: Leftovers): void;
}

/** How a run ended, as far as the place where it ran can know, and what of the command still runs. */
export interface RunEnd extends Leftovers {
  readonly end: TaskEndKind;
  readonly at: number;
  /** By how many milliseconds the clock was set forward meanwhile: `at` does not count that. */
  readonly drift?: number;
  /** Who had asked for a stop, as the place remembers it; perhaps another program. */
  readonly request?: StopRequest | undefined;
  /** The last signal that was sent to it, as the place remembers it. */
  readonly signal?: SignalRequest | undefined;
}

export interface Run {
  /** The folder that holds the log. */
  readonly logFolder: string;
  /**
   * Ends everything that belongs to the run: interrupt, terminate, kill, each with its wait, until a look at the
   * machine finds nothing more. Bounded in time. Says what it could not end. The end itself comes by `onEnd`.
   */
  stop(): Promise<StopReport>;
  /** Remembers, beside the log, who asked for a stop: whoever finds the end can say so. The first one counts. */
  noteStop(request: StopRequest): void;
  /** Remembers, in the same way, who sent it a signal; the last one counts. */
  noteSignal(request: SignalRequest): void;
  /** Remembers that the run belongs to another session from now on; false when that could not be written. */
  assign(sessionId: string): boolean;
  /**
   * Lets everything that belongs to the run stand still, until `resume`. Undone when it cannot be done to all. Whoever
   * follows the run hears of it, also another program.
   */
  pause(): Promise<StopReport>;
  /** Lets everything go on. */
  resume(): Promise<StopReport>;
  /** Sends one signal to everything that belongs to the run; answers how many processes were there to get it. */
  signal(signal: TaskSignal): Promise<number>;
  readLog(query: LogQuery): Promise<LogPage>;
  /** What is told of it in place of a digest of its log, when it has ended with such a word. */
  answer?(): string | undefined;
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
  /** Processes that did not do what was wanted (end, stand still, go on), by pid and name. */
  readonly left: readonly { readonly pid: number; readonly name: string }[];
  /** No process of it is found, and yet it has not ended: they are in another container, for example. */
  readonly isUnseen?: boolean;
}
