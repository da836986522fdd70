/**
 * Vocabulary: what a task is, how it may stand and how it may end. Pure; every other folder may import it.
 *
 * Times are milliseconds since the epoch, durations are milliseconds, sizes are bytes, unless a name says otherwise.
 */

/** 8 lower-case hexadecimal characters; unique within a project. */
export type TaskId = string;

/** Who or what brought a task to its end. `itself`: the command ended on its own. */
export type Actor = 'itself' | 'user' | 'model' | 'time limit' | 'shutdown' | 'outside' | 'unknown';

/** One command to be run. Plain data: it is stored beside the task's log and read by a later program. */
export interface TaskSpec {
  /** Set for what is no command but runs inside this program, and cannot outlive it. */
  readonly hosted?: Hosted;
  /** A shell command line, as typed; of an agent its prompt, of a call what is called. */
  readonly command: string;
  /** A short name chosen by whoever started it, shown instead of the command. */
  readonly label?: string;
  /** Absolute path of an existing folder. */
  readonly cwd: string;
  /** The command is stopped when it ran this long; `null` for servers and watchers that have no limit. */
  readonly timeLimit: number | null;
  readonly startedBy: 'user' | 'model';
  /** The session that is told of its end. */
  readonly sessionId: string;
  /** It starts when these have completed, and is skipped when one of them ends otherwise. Older than the task itself. */
  readonly after?: readonly TaskId[];
  /** It starts when these have ended, however they did. */
  readonly afterAnyEnd?: readonly TaskId[];
  /** Added to the command's environment; names of our own and of our secrets have no effect. */
  readonly env?: Readonly<Record<string, string>>;
  /** `empty` (default): reading ends at once, or after `input`. `open`: more can be sent while it runs. */
  readonly stdin?: 'empty' | 'open';
  /** What its stdin begins with. */
  readonly input?: string;
  /** It runs in a sandbox, or not at all. */
  readonly sandbox?: SandboxSpec;
  /** The command gets a terminal of 120 columns and 40 rows. */
  readonly pty?: boolean;
  /** Regular expressions: lines of its output that match are told while it runs. */
  readonly notifyOn?: readonly string[];
}

/** What a command in a sandbox may do: write these folders and temporary files, and perhaps reach the network. */
export interface SandboxSpec {
  /** The project: absolute, with links resolved. What git and this program obey in it stays read-only. */
  readonly root: string;
  /** Other folders, absolute. */
  readonly writable: readonly string[];
  /** Files and folders of the home folder that it sees although they are hidden otherwise; absolute. */
  readonly readable?: readonly string[];
  readonly network: boolean;
}

/** A second agent, with the tools that it may use if not all, and the name of its kind; or a call of a tool of an MCP server. */
export type Hosted =
  | { readonly kind: 'agent'; readonly tools?: readonly string[]; readonly name?: string }
  | { readonly kind: 'call'; readonly server: string; readonly tool: string; readonly input: unknown };

/** How a task stands; each phase carries only what exists in it. */
export type TaskStatus =
  /** `waitsFor`: tasks that have to end first; empty when it waits for a free place. */
  | { readonly phase: 'queued'; readonly since: number; readonly waitsFor: readonly TaskId[] }
  | { readonly phase: 'starting'; readonly since: number }
  | { readonly phase: 'running'; readonly startedAt: number }
  | { readonly phase: 'paused'; readonly startedAt: number; readonly since: number }
  | { readonly phase: 'stopping'; readonly startedAt: number; readonly since: number; readonly by: Actor }
  | { readonly phase: 'done'; readonly startedAt: number; readonly end: TaskEnd };

/** How a command finished. `after` is the time limit that was reached. */
export type TaskEndKind =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  /** Of what is hosted. `failure`: why it came to nothing, if it did; one that was stopped has none. */
  | { readonly kind: 'finished'; readonly failure?: string }
  | { readonly kind: 'timed-out'; readonly after: number }
  /** `part`: it is not the command that failed but what it had to run in. */
  | { readonly kind: 'failed-to-start'; readonly reason: string; readonly part?: 'sandbox' }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string };

/** An end, when it came, who brought it, and what the command left running behind it. */
export type TaskEnd = TaskEndKind &
  Leftovers & {
    readonly at: number;
    readonly by: Actor;
    /** It was killed, and the container that it had started is no process of it. */
    readonly containerMayGoOn?: true;
  };

/** Processes of a command that has ended which still run, as was last seen. */
export interface Leftovers {
  readonly leftRunning: number;
  /** Their names, each once, not all of many; for the screen and the model, cleaned. */
  readonly leftNames?: readonly string[];
}

/** What a task printed so far, in brief. */
export interface TaskOutput {
  /** Bytes printed, also those that are not kept. */
  readonly size: number;
  /** The last line that is not blank, cleaned and without colours, at most 200 characters. */
  readonly lastLine: string;
  /** How far it says it is, while what it prints says so. */
  readonly progress?: TaskProgress;
}

/** How far a command says it is. */
export interface TaskProgress {
  /** From 0 to 1, of the whole command; missing when the figure is only about a part, or went back. */
  readonly fraction?: number;
  /** `42 %`, `12 of 80`, `12.3 of 45.6 MB`. */
  readonly words: string;
}

/** What the processes of a task use of the machine now. */
export interface TaskUsage {
  /** The eldest of them. */
  readonly pid: number;
  /** How many there are. */
  readonly processes: number;
  /** Processor time of one core: 1.12 is a whole core and an eighth of another. Missing at the first look. */
  readonly cpu?: number;
  /** Bytes; what processes share is counted for each. */
  readonly memory: number;
}

/** A snapshot of one task. The handles of its processes stay with the manager. */
export interface Task {
  readonly id: TaskId;
  readonly spec: TaskSpec;
  readonly status: TaskStatus;
  /**
   * Somebody waits for it in the foreground (`bash`, `!command`), who will report its end.
   * Becomes false when it is left to the background, never true again.
   */
  readonly attended: boolean;
  readonly output: TaskOutput;
  /** The median duration of past successful runs of the same command in this folder. */
  readonly usual?: number;
  /** TCP ports on which its processes listen, ascending. */
  readonly ports?: readonly number[];
  /** The folder that holds its log segments; empty while it has not been started. */
  readonly logFolder: string;
  /** When it last seemed to wait for input; `isAsking` says whether it still does. */
  readonly asks?: Asking | undefined;
}

/** A task printed nothing for `silence` milliseconds after `line`, which looks like a question. */
export interface Asking {
  readonly line: string;
  readonly silence: number;
  /** What it had printed by then, in bytes. */
  readonly size: number;
}

/** Output that was watched for. `upTo`: the offset in the log up to which this tells. */
export interface Matched {
  readonly patterns: readonly PatternMatch[];
  /** Bytes that were not searched, because they came too fast or were not kept. */
  readonly skipped: number;
  readonly upTo: number;
}

export interface PatternMatch {
  readonly pattern: string;
  /** The first lines that match, cleaned, each at most 240 characters. */
  readonly lines: readonly string[];
  /** How many more lines matched. */
  readonly more: number;
  /** The pattern took too long on a line and is not looked for any more. */
  readonly tooSlow: boolean;
}

/** A task that has ended. */
export type EndedTask = Task & { readonly status: Extract<TaskStatus, { phase: 'done' }> };

/** A task that seems, or seemed, to wait for input. */
export type AskingTask = Task & { readonly asks: Asking };

/**
 * What a manager tells its listeners. `task_output` may be coalesced (at most one per task and 50 ms, the last one
 * always comes, before `task_done`); the others are never lost and come in order.
 */
export type TaskEvent =
  | { readonly type: 'task_started'; readonly task: Task }
  | { readonly type: 'task_changed'; readonly task: Task }
  | { readonly type: 'task_output'; readonly id: TaskId; readonly output: TaskOutput }
  /** Watched output came. What is found in its last words is told right after `task_done`. */
  | { readonly type: 'task_matched'; readonly task: Task; readonly matched: Matched }
  /** It seems to wait for input, as `task.asks` says. Once for each question. */
  | { readonly type: 'task_asks'; readonly task: AskingTask }
  | { readonly type: 'task_done'; readonly task: EndedTask };

export function isEnded(task: Task): task is EndedTask {
  return task.status.phase === 'done';
}

/** Whether anything of it runs, stands still or waits to: also what an ended one left running. */
export function isStoppable(task: Task): boolean {
  return !isEnded(task) || task.status.end.leftRunning > 0;
}

/** Whether it can be told to stand still: what runs inside this program cannot. */
export function isPausable({ spec, status: { phase } }: Task): boolean {
  return spec.hosted === undefined && (phase === 'running' || phase === 'starting');
}

/** When a task should be over, going by its past runs: `ms` is what is left, or what it usually takes. */
export interface Expectation {
  readonly kind: 'left' | 'due' | 'slow';
  readonly ms: number;
}

/** `due`: it takes longer than usual, `slow`: more than twice as long. Nothing for what does not run or has no past. */
export function expectationOf({ status, usual }: Task, now: number): Expectation | undefined {
  if (status.phase !== 'running' || usual === undefined) return undefined;
  const elapsed = Math.max(0, now - status.startedAt);
  if (elapsed > Math.max(2 * usual, SURELY_SLOW)) return { kind: 'slow', ms: usual };
  if (usual < WORTH_SAYING) return undefined;
  return elapsed < usual ? { kind: 'left', ms: usual - elapsed } : { kind: 'due', ms: usual };
}

/** What usually takes less needs no estimate. */
const WORTH_SAYING = 2_000;
/** Below this, twice as long is no news. */
const SURELY_SLOW = 10_000;

/** For what a queued task waits: `waits for 77b0e1d4, c0ffee42`, `waits for a free place`. `nameOf`: by what a task is known to the reader. */
export function describeWait(
  { waitsFor }: Extract<TaskStatus, { phase: 'queued' }>,
  nameOf = (id: TaskId): string => id,
): string {
  return `waits for ${waitsFor.length === 0 ? 'a free place' : waitsFor.map(nameOf).join(', ')}`;
}

/** The session in which the tasks of an agent run: that of who started it, and the agent's task. */
export function agentSession(sessionId: string, id: TaskId): string {
  return `${sessionId}.${id}`;
}

/** The agent whose tasks run in that session; nothing for a session of a person. */
export function agentOf(sessionId: string): TaskId | undefined {
  return /\.([0-9a-f]{8})$/.exec(sessionId)?.[1];
}

/** Whether the command was ever started; how long it took means nothing otherwise. */
export function hasRun(end: TaskEnd): boolean {
  return end.kind !== 'skipped' && end.kind !== 'failed-to-start';
}

/** Whether it is known how long it ran: of a lost one only its last sign of life is. */
export function hasDuration(end: TaskEnd): boolean {
  return hasRun(end) && end.kind !== 'lost';
}

/** Whether it seems to wait for input: it printed nothing since. */
export function isAsking(task: Task): task is AskingTask {
  return task.status.phase === 'running' && task.asks?.size === task.output.size;
}

/** Whether something can be sent to its stdin while it runs. */
export function hasOpenStdin(task: Task): boolean {
  return task.spec.stdin === 'open' && !isEnded(task);
}
