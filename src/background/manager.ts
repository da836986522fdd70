/**
 * The background manager: a list of verbs over the tasks of one project.
 *
 * Two classes of delivery: `task_output` is coalesced and may skip what lies between; the others are never lost and
 * come in order. Listeners are called synchronously, each after the manager's own
 * view has changed, so `get` inside a listener answers the new state. A listener that throws harms nobody else.
 *
 * Deliberately not here: what the model has been told (`outbox.ts`), where and how commands run (`executor.ts`).
 */
import { randomBytes } from 'node:crypto';
import { digestLines } from './digest.ts';
import { createEmitter } from './emitter.ts';
import type { Executor, Run, RunEnd, SendOptions, StopReport } from './executor.ts';
import { observeTask, type TaskObserver } from './observe-task.ts';
import { createPatternSearch } from './pattern-search.ts';
import { sendInput, type SendOutcome } from './send-input.ts';
import { type StopRequest, taskEnd } from './task-end.ts';
import { isEnded } from './task.ts';
import type { Actor, EndedTask, LogLine, LogPage, LogQuery, Task, TaskEvent, TaskId, TaskSpec } from './task.ts';

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
   * Ends the task and everything that belongs to it, also what a done task left running. Settles when the task is
   * done, or when what is left of it cannot be ended; `unknown`: there is no such task; `ended`: the command had ended
   * before. The first who asks is the one that stopped it.
   */
  stop(id: TaskId, by: Actor): Promise<StopOutcome>;
  /** Sends text to its stdin, then its end if `eof`. Settles when it is on its way, whether or not it is ever read. */
  send(id: TaskId, input: string, options: SendOptions): Promise<SendOutcome>;
  /** Settles when the task is done, or with `undefined` when `signal` aborts first or there is no such task. */
  waitForEnd(id: TaskId, signal?: AbortSignal): Promise<EndedTask | undefined>;
  /** A page of the log; an empty page when there is no such task. */
  readLog(id: TaskId, query: LogQuery): Promise<LogPage>;
  /** What matters in the log, in at most `budget` characters (default 2,000); empty when it printed nothing. */
  digest(id: TaskId, budget?: number): Promise<string>;
  subscribe(listener: (event: TaskEvent) => void): () => void;
  /** Stops watching and releases every handle. What runs goes on; who waits for an end is not answered any more. */
  close(): Promise<void>;
}

export type StopOutcome =
  | { readonly kind: 'stopped'; readonly task: EndedTask }
  | { readonly kind: 'ended'; readonly task: EndedTask }
  | { readonly kind: 'left'; readonly task: Task; readonly report: StopReport }
  | { readonly kind: 'unknown' };

export interface ManagerOptions {
  readonly executor: Executor;
  readonly now: () => number;
  readonly newId?: () => TaskId;
  /** Milliseconds without output after which a last line that looks like a question is told; 45 s if not given. */
  readonly silence?: number;
}

export function createBackgroundManager(options: ManagerOptions): BackgroundManager {
  const { executor, now, newId = randomId, silence = 45_000 } = options;
  const entries = new Map<TaskId, Entry>();
  const events = createEmitter<TaskEvent>();
  const search = createPatternSearch();

  return {
    run: (spec, runOptions) => start(spec, runOptions?.attended ?? false),
    list: () => [...entries.values()].map(({ task }) => task),
    get: (id) => entries.get(id)?.task,
    leave(id) {
      const entry = entries.get(id);
      if (entry?.task.attended) change(entry, { attended: false });
    },
    async stop(id, by) {
      const entry = entries.get(id);
      return entry === undefined ? { kind: 'unknown' } : stop(entry, { by, since: now() });
    },
    async send(id, input, sendOptions) {
      const entry = entries.get(id);
      return entry === undefined ? { kind: 'unknown' } : send(entry, input, sendOptions);
    },
    async waitForEnd(id, signal) {
      const entry = entries.get(id);
      return entry === undefined ? undefined : unlessAborted(entry, signal);
    },
    async readLog(id, query) {
      return entries.get(id)?.run.readLog(query) ?? EMPTY_PAGE;
    },
    async digest(id, budget = 2_000) {
      const entry = entries.get(id);
      return entry === undefined ? '' : digestLines(await readEnds(entry.run), budget);
    },
    subscribe: (listener) => events.subscribe(listener),
    async close() {
      for (const { limitTimer, observer } of entries.values()) {
        clearTimeout(limitTimer);
        observer.close();
      }
      await executor.close();
    },
  };

  function start(spec: TaskSpec, attended: boolean): Task {
    const id = unusedId();
    const since = now();
    const run = executor.start(id, spec, {
      onRunning: (startedAt) => onRunning(entry, startedAt),
      onOutput(output) {
        entry.task = { ...entry.task, output };
        events.emit({ type: 'task_output', id, output });
        entry.observer.output();
      },
      onEnd: (end) => onEnd(entry, end),
    });
    const observer = observeTask({
      patterns: spec.notifyOn ?? [],
      search,
      silence,
      now,
      task: () => entry.task,
      readLog: run.readLog,
      onMatched: (matched) => events.emit({ type: 'task_matched', task: entry.task, matched }),
      onAsks(asks) {
        const task = { ...entry.task, asks };
        entry.task = task;
        events.emit({ type: 'task_asks', task });
      },
    });
    const entry = newEntry(
      { run, observer },
      {
        id,
        spec,
        status: { phase: 'starting', since },
        attended,
        output: { size: 0, lastLine: '' },
        logFolder: run.logFolder,
      },
    );
    entries.set(id, entry);
    const { task } = entry;
    events.emit({ type: 'task_started', task });
    return task;
  }

  function unusedId(): TaskId {
    for (;;) {
      const id = newId();
      if (!entries.has(id)) return id;
    }
  }

  function onRunning(entry: Entry, startedAt: number): void {
    if (entry.task.status.phase !== 'starting') return;
    armTimeLimit(entry);
    entry.observer.running();
    change(entry, { status: { phase: 'running', startedAt } });
  }

  function armTimeLimit(entry: Entry): void {
    const after = entry.task.spec.timeLimit;
    if (after === null) return;
    const onLimit = () => void stop(entry, { by: 'time limit', since: now() });
    entry.limitTimer = setTimeout(onLimit, Math.min(after, LONGEST_TIMER)).unref();
  }

  function onEnd(entry: Entry, runEnd: RunEnd): void {
    clearTimeout(entry.limitTimer);
    const { timeLimit } = entry.task.spec;
    const end = taskEnd({ runEnd, request: entry.stopRequest, timeLimit });
    const task: EndedTask = { ...entry.task, status: { phase: 'done', startedAt: startOf(entry.task), end } };
    entry.task = task;
    events.emit({ type: 'task_done', task });
    entry.settle(task);
    entry.observer.ended();
  }

  async function send(entry: Entry, input: string, sendOptions: SendOptions): Promise<SendOutcome> {
    const outcome = await sendInput(entry, input, sendOptions);
    if (outcome.kind === 'sent' && entry.task.asks !== undefined) {
      const { asks: _answered, ...task } = entry.task;
      entry.task = task;
      events.emit({ type: 'task_changed', task });
    }
    return outcome;
  }

  async function stop(entry: Entry, request: StopRequest): Promise<StopOutcome> {
    if (isEnded(entry.task)) return stopLeftovers(entry, entry.task);
    if (entry.stopRequest === undefined) {
      entry.stopRequest = request;
      clearTimeout(entry.limitTimer);
      change(entry, {
        status: { phase: 'stopping', startedAt: startOf(entry.task), since: request.since, by: request.by },
      });
    }
    const report = await entry.run.stop();
    if (report.left.length > 0) return { kind: 'left', task: entry.task, report };
    const task = await entry.ended;
    return { kind: task.status.end.at < entry.stopRequest.since ? 'ended' : 'stopped', task };
  }

  async function stopLeftovers(entry: Entry, task: EndedTask): Promise<StopOutcome> {
    const { end } = task.status;
    if (end.leftRunning === 0) return { kind: 'ended', task };
    const report = await entry.run.stop();
    const status = { ...task.status, end: { ...end, leftRunning: report.left.length } };
    change(entry, { status });
    if (report.left.length > 0) return { kind: 'left', task: entry.task, report };
    return { kind: 'ended', task: { ...task, status } };
  }

  function change(entry: Entry, news: Partial<Pick<Task, 'status' | 'attended'>>): void {
    const task = { ...entry.task, ...news };
    entry.task = task;
    events.emit({ type: 'task_changed', task });
  }
}

interface Entry {
  task: Task;
  readonly run: Run;
  readonly observer: TaskObserver;
  readonly ended: Promise<EndedTask>;
  readonly settle: (task: EndedTask) => void;
  stopRequest?: StopRequest;
  limitTimer?: NodeJS.Timeout;
}

/** What a timer of Node can hold, 24.8 days: a longer limit is no shorter than that. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** How much of each end of a log a digest is made from. */
const DIGEST_BYTES = 128 * 1024;

const EMPTY_PAGE: LogPage = { lines: [], from: 0, to: 0, size: 0, atStart: true, atEnd: true };

function randomId(): TaskId {
  return randomBytes(4).toString('hex');
}

function newEntry(parts: Pick<Entry, 'run' | 'observer'>, task: Task): Entry {
  let settle: (task: EndedTask) => void = () => {};
  const ended = new Promise<EndedTask>((resolve) => (settle = resolve));
  return { ...parts, task, ended, settle };
}

function startOf({ status }: Task): number {
  return 'startedAt' in status ? status.startedAt : status.since;
}

function unlessAborted(entry: Entry, signal: AbortSignal | undefined): Promise<EndedTask | undefined> {
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

/** The first and the last lines of a log, with a gap for what was not read or not kept. */
async function readEnds(run: Run): Promise<readonly LogLine[]> {
  const tail = await run.readLog({ before: 'end', bytes: DIGEST_BYTES });
  if (tail.atStart) return tail.lines;
  const head = await run.readLog({ after: 0, bytes: Math.min(DIGEST_BYTES, tail.from) });
  const unread = Math.max(tail.from - head.to, 0);
  return [...head.lines, ...(unread > 0 ? [{ kind: 'gap', bytes: unread } as const] : []), ...tail.lines];
}
