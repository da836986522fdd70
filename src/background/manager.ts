/**
 * The background manager: a list of verbs over the tasks of one project.
 *
 * Two classes of delivery: `task_output` is coalesced and may skip what lies between, `task_started`, `task_changed`
 * and `task_done` are never lost and come in order. Listeners are called synchronously, each after the manager's own
 * view has changed, so `get` inside a listener answers the new state. A listener that throws harms nobody else.
 *
 * Deliberately not here: what the model has been told (`outbox.ts`), where and how commands run (`executor.ts`).
 */
import { randomBytes } from 'node:crypto';
import { digestLines } from './digest.ts';
import { createDigestSource } from './digest-source.ts';
import { createEmitter } from './emitter.ts';
import type { AdoptedRun, Executor, FoundRun, RunEnd, RunListener, StopReport } from './executor.ts';
import { type StopRequest, taskEnd } from './task-end.ts';
import { type Entry, newEntry, startOf, unlessAborted } from './task-entry.ts';
import { isEnded } from './task.ts';
import type { Actor, EndedTask, LogPage, LogQuery, Task, TaskEvent, TaskId, TaskSpec } from './task.ts';

export interface BackgroundManager {
  /**
   * Starts a command and answers at once with its snapshot. Never throws: what cannot start is a task that ends with
   * `failed-to-start`.
   */
  run(spec: TaskSpec, options?: { readonly attended?: boolean }): Task;
  /**
   * Takes up what other programs started in this project, as far as it is wanted and not known yet: what runs comes as
   * `task_started`, what has ended as `task_done` alone. A time limit that passed meanwhile strikes now.
   */
  adopt(wants: (found: FoundRun) => boolean): Promise<void>;
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
   * before. The first who asks is the one that stopped it.
   */
  stop(id: TaskId, by: Actor): Promise<StopOutcome>;
  /** Settles when the task is done, or with `undefined` when `signal` aborts first or there is no such task. */
  waitForEnd(id: TaskId, signal?: AbortSignal): Promise<EndedTask | undefined>;
  /** A page of the log; an empty page when there is no such task. */
  readLog(id: TaskId, query: LogQuery): Promise<LogPage>;
  /** What matters in the log, in at most `budget` characters and `digestChars`; empty when it printed nothing. */
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
  /** How long a digest may be; default 2,000. */
  readonly digestChars?: number;
  /** How long a command usually takes, in milliseconds, if it is known (`past-runs.ts`). */
  readonly usual?: (spec: TaskSpec) => number | undefined;
}

export function createBackgroundManager(options: ManagerOptions): BackgroundManager {
  const { executor, now, newId = randomId, digestChars = 2_000, usual = () => undefined } = options;
  const entries = new Map<TaskId, Entry>();
  const events = createEmitter<TaskEvent>();
  const digestSource = createDigestSource();
  let adopting: Promise<void> | undefined;

  return {
    run: (spec, runOptions) => start(spec, runOptions?.attended ?? false),
    adopt(wants) {
      adopting ??= adopt(wants).finally(() => (adopting = undefined));
      return adopting;
    },
    assign(id, sessionId) {
      const entry = entries.get(id);
      if (entry === undefined || !entry.run.assign(sessionId)) return false;
      change(entry, { spec: { ...entry.task.spec, sessionId } });
      return true;
    },
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
    async waitForEnd(id, signal) {
      const entry = entries.get(id);
      return entry === undefined ? undefined : unlessAborted(entry, signal);
    },
    async readLog(id, query) {
      return entries.get(id)?.run.readLog(query) ?? EMPTY_PAGE;
    },
    async digest(id, budget = digestChars) {
      const run = entries.get(id)?.run;
      if (run === undefined) return '';
      return digestLines(await digestSource.read((query) => run.readLog(query)), Math.min(budget, digestChars));
    },
    subscribe: (listener) => events.subscribe(listener),
    async close() {
      for (const { limitTimer } of entries.values()) clearTimeout(limitTimer);
      await executor.close();
    },
  };

  function start(spec: TaskSpec, attended: boolean): Task {
    const id = unusedId();
    const since = now();
    const run = executor.start(id, spec, listenerFor(id));
    const entry = newEntry(run, {
      id,
      spec,
      status: { phase: 'starting', since },
      attended,
      output: { size: 0, lastLine: '' },
      ...usualOf(spec),
      logFolder: run.logFolder,
    });
    entries.set(id, entry);
    const { task } = entry;
    events.emit({ type: 'task_started', task });
    return task;
  }

  function listenerFor(id: TaskId): RunListener {
    const withEntry = (act: (entry: Entry) => void) => {
      const entry = entries.get(id);
      if (entry !== undefined) act(entry);
    };
    return {
      onRunning: (startedAt) => withEntry((entry) => onRunning(entry, startedAt)),
      onOutput: (output) =>
        withEntry((entry) => {
          entry.task = { ...entry.task, output };
          events.emit({ type: 'task_output', id, output });
        }),
      onPorts: (ports) => withEntry((entry) => change(entry, { ports })),
      onEnd: (end) => withEntry((entry) => onEnd(entry, end)),
    };
  }

  function usualOf(spec: TaskSpec): Pick<Task, 'usual'> {
    const expected = usual(spec);
    return expected === undefined ? {} : { usual: expected };
  }

  async function adopt(wants: (found: FoundRun) => boolean): Promise<void> {
    const found = await executor.adopt({ isKnown: (id) => entries.has(id), wants, listenerFor });
    for (const adopted of found) takeUp(adopted);
  }

  function takeUp({ id, spec, startedAt, run, output, request, end }: AdoptedRun): void {
    const { logFolder } = run;
    const status = { phase: 'running', startedAt } as const;
    const task: Task = { id, spec, status, attended: false, output, ...usualOf(spec), logFolder };
    const entry = newEntry(run, task);
    entries.set(id, entry);
    if (end !== null) return onEnd(entry, end);
    events.emit({ type: 'task_started', task });
    if (request === undefined) armTimeLimit(entry, startedAt);
    else void stop(entry, request);
  }

  function unusedId(): TaskId {
    for (;;) {
      const id = newId();
      if (!entries.has(id)) return id;
    }
  }

  function onRunning(entry: Entry, startedAt: number): void {
    if (entry.task.status.phase !== 'starting') return;
    armTimeLimit(entry, startedAt);
    change(entry, { status: { phase: 'running', startedAt } });
  }

  function armTimeLimit(entry: Entry, startedAt: number): void {
    const { timeLimit } = entry.task.spec;
    if (timeLimit === null) return;
    const left = timeLimit - Math.max(now() - startedAt, 0);
    const onLimit = () => void stop(entry, { by: 'time limit', since: now() });
    entry.limitTimer = setTimeout(onLimit, Math.min(left, LONGEST_TIMER)).unref();
  }

  function onEnd(entry: Entry, runEnd: RunEnd): void {
    clearTimeout(entry.limitTimer);
    const { timeLimit } = entry.task.spec;
    const end = taskEnd({ runEnd, request: entry.stopRequest ?? runEnd.request, timeLimit });
    const task: EndedTask = { ...entry.task, status: { phase: 'done', startedAt: startOf(entry.task), end } };
    entry.task = task;
    events.emit({ type: 'task_done', task });
    entry.settle(task);
  }

  async function stop(entry: Entry, request: StopRequest): Promise<StopOutcome> {
    if (isEnded(entry.task)) return stopLeftovers(entry, entry.task);
    if (entry.stopRequest === undefined) {
      entry.stopRequest = request;
      entry.run.noteStop(request);
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

  function change(entry: Entry, news: Partial<Pick<Task, 'status' | 'attended' | 'spec' | 'ports'>>): void {
    const task = { ...entry.task, ...news };
    entry.task = task;
    events.emit({ type: 'task_changed', task });
  }
}

/** What a timer of Node can hold, 24.8 days: a longer limit is no shorter than that. */
const LONGEST_TIMER = 2 ** 31 - 1;

const EMPTY_PAGE: LogPage = { lines: [], from: 0, to: 0, size: 0, atStart: true, atEnd: true };

function randomId(): TaskId {
  return randomBytes(4).toString('hex');
}
