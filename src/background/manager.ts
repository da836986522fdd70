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
import { createEmitter } from './emitter.ts';
import type { Executor, RunEnd } from './executor.ts';
import { createLimitTimer } from './limit-timer.ts';
import { readEnds } from './log-ends.ts';
import { pause, resume, type PauseOutcome } from './pausing.ts';
import { schedule, type Step } from './scheduler.ts';
import { stop, type StopOutcome } from './stopping.ts';
import { taskEnd } from './task-end.ts';
import { endUnlessAborted, isStarted, newEntry, startOf, type Entry } from './task-entry.ts';
import { isAnswerTo, type TaskSignal } from './task-signal.ts';
import { isEnded } from './task.ts';
import type { Actor, EndedTask, LogPage, LogQuery, Task, TaskEnd, TaskEvent, TaskId, TaskSpec } from './task.ts';

export interface BackgroundManager {
  /**
   * Starts a command, or queues it (`scheduler.ts`), and answers at once with its snapshot. Never throws: what cannot
   * start is a task that ends with `failed-to-start`, or `skipped` when a task that it needs did not complete.
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
  /** Settles when the task is done, or with `undefined` when `signal` aborts first or there is no such task. */
  waitForEnd(id: TaskId, signal?: AbortSignal): Promise<EndedTask | undefined>;
  /** A page of the log; an empty page when there is no such task. */
  readLog(id: TaskId, query: LogQuery): Promise<LogPage>;
  /** What matters in the log, in at most `budget` characters (default 2,000); empty when it printed nothing. */
  digest(id: TaskId, budget?: number): Promise<string>;
  subscribe(listener: (event: TaskEvent) => void): () => void;
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
  /** How many tasks may run at once, of those that count (`scheduler.ts`). Default: any number. */
  readonly parallel?: number;
}

export function createBackgroundManager(options: ManagerOptions): BackgroundManager {
  const { executor, now, newId = randomId, parallel = Infinity } = options;
  const entries = new Map<TaskId, Entry>();
  const events = createEmitter<TaskEvent>();

  return {
    run: (spec, runOptions) => add(spec, runOptions?.attended ?? false),
    list,
    get: (id) => entries.get(id)?.task,
    leave(id) {
      const entry = entries.get(id);
      if (entry?.task.attended) change(entry, { attended: false });
    },
    async stop(id, by) {
      const entry = entries.get(id);
      return entry === undefined ? { kind: 'unknown' } : stopTask(entry, by);
    },
    async pause(id) {
      const entry = entries.get(id);
      return entry === undefined ? { kind: 'unknown' } : pause(entry, { now, change });
    },
    async resume(id) {
      const entry = entries.get(id);
      return entry === undefined ? { kind: 'unknown' } : resume(entry, { now, change });
    },
    async signal(id, { signal, by }) {
      const entry = entries.get(id);
      if (entry?.run === undefined || isEnded(entry.task)) return 0;
      entry.signalRequest = { signal, by, since: now() };
      return entry.run.signal(signal);
    },
    async waitForEnd(id, signal) {
      const entry = entries.get(id);
      return entry === undefined ? undefined : endUnlessAborted(entry, signal);
    },
    async readLog(id, query) {
      return entries.get(id)?.run?.readLog(query) ?? EMPTY_PAGE;
    },
    async digest(id, budget = 2_000) {
      const run = entries.get(id)?.run;
      return run === undefined ? '' : digestLines(await readEnds(run), budget);
    },
    subscribe: (listener) => events.subscribe(listener),
    async close() {
      for (const entry of entries.values()) {
        if (entry.task.status.phase === 'queued') skip(entry, { reason: NOT_STARTED, by: 'shutdown' });
        entry.limitTimer?.clear();
      }
      await executor.close();
    },
  };

  function list(): readonly Task[] {
    return [...entries.values()].map(({ task }) => task);
  }

  function add(spec: TaskSpec, attended: boolean): Task {
    const id = unusedId();
    const status = { phase: 'queued', since: now(), waitsFor: [] } as const;
    const entry = newEntry({ id, spec, status, attended, output: { size: 0, lastLine: '' }, logFolder: '' });
    entries.set(id, entry);
    const step = schedule(list(), parallel).find((one) => one.id === id);
    if (step?.kind === 'start') entry.task = started(entry);
    if (step?.kind === 'wait') entry.task = { ...entry.task, status: { ...status, waitsFor: step.waitsFor } };
    const { task } = entry;
    events.emit({ type: 'task_started', task });
    if (step?.kind === 'skip') take(entry, step);
    return task;
  }

  function started(entry: Entry): Task {
    const { id, spec } = entry.task;
    entry.run = executor.start(id, spec, {
      onRunning: (startedAt) => onRunning(entry, startedAt),
      onOutput(output) {
        entry.task = { ...entry.task, output };
        events.emit({ type: 'task_output', id, output });
      },
      onEnd: (end) => onEnd(entry, end),
    });
    return { ...entry.task, status: { phase: 'starting', since: now() }, logFolder: entry.run.logFolder };
  }

  /** After each end: somebody may start now, or never will. */
  function advance(): void {
    for (const step of schedule(list(), parallel)) {
      const entry = entries.get(step.id);
      // A listener may have stopped it meanwhile.
      if (entry?.task.status.phase === 'queued') take(entry, step);
    }
  }

  function take(entry: Entry, step: Step): void {
    switch (step.kind) {
      case 'start':
        return change(entry, started(entry));
      case 'wait':
        return change(entry, { status: { phase: 'queued', since: startOf(entry.task), waitsFor: step.waitsFor } });
      case 'skip':
        return void skip(entry, { reason: step.reason, by: 'itself' });
      default:
        step satisfies never;
    }
  }

  function skip(entry: Entry, { reason, by }: { readonly reason: string; readonly by: Actor }): EndedTask {
    return finish(entry, { kind: 'skipped', reason, at: now(), by, leftRunning: 0 });
  }

  function unusedId(): TaskId {
    for (;;) {
      const id = newId();
      if (!entries.has(id)) return id;
    }
  }

  function onRunning(entry: Entry, startedAt: number): void {
    entry.begin();
    if (entry.task.status.phase !== 'starting') return;
    armTimeLimit(entry);
    change(entry, { status: { phase: 'running', startedAt } });
  }

  function armTimeLimit(entry: Entry): void {
    const after = entry.task.spec.timeLimit;
    if (after === null) return;
    entry.limitTimer = createLimitTimer(after, () => void stopTask(entry, 'time limit'));
    entry.limitTimer.release();
  }

  function onEnd(entry: Entry, runEnd: RunEnd): void {
    entry.limitTimer?.clear();
    const { timeLimit } = entry.task.spec;
    const { stopRequest, signalRequest } = entry;
    const answered = signalRequest !== undefined && isAnswerTo(signalRequest, runEnd) ? signalRequest : undefined;
    finish(entry, taskEnd({ runEnd, request: stopRequest ?? answered, timeLimit }));
    advance();
  }

  function finish(entry: Entry, end: TaskEnd): EndedTask {
    const task: EndedTask = { ...entry.task, status: { phase: 'done', startedAt: startOf(entry.task), end } };
    entry.task = task;
    events.emit({ type: 'task_done', task });
    entry.begin();
    entry.settle(task);
    return task;
  }

  async function stopTask(entry: Entry, by: Actor): Promise<StopOutcome> {
    if (isStarted(entry)) return stop(entry, { request: { by, since: now() }, change });
    if (isEnded(entry.task)) return { kind: 'ended', task: entry.task };
    const task = skip(entry, { reason: NOT_STARTED, by });
    advance();
    return { kind: 'stopped', task };
  }

  function change(entry: Entry, news: Partial<Pick<Task, 'status' | 'attended' | 'logFolder'>>): void {
    const task = { ...entry.task, ...news };
    entry.task = task;
    events.emit({ type: 'task_changed', task });
  }
}

const NOT_STARTED = 'it had not started';

const EMPTY_PAGE: LogPage = { lines: [], from: 0, to: 0, size: 0, atStart: true, atEnd: true };

function randomId(): TaskId {
  return randomBytes(4).toString('hex');
}
