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
import { digestLog } from './digest.ts';
import { createDigestSource } from './digest-source.ts';
import { createEmitter } from './emitter.ts';
import type { AdoptedRun, Executor, FoundRun, RunEnd, RunListener, SendOptions, UsageListener } from './executor.ts';
import { createLogSearch } from './log-search.ts';
import { createLimitTimer } from './limit-timer.ts';
import { followPause, pause, type PauseOutcome, resume } from './pausing.ts';
import { schedule, type Step } from './scheduler.ts';
import { stop, type StopOutcome } from './stopping.ts';
import { observe } from './observing.ts';
import { createPatternSearch } from './pattern-search.ts';
import { send, type SendOutcome } from './send-input.ts';
import { type StopRequest, taskEnd, withLeftovers } from './task-end.ts';
import { endUnlessAborted, type Entry, isStarted, newEntry, startOf } from './task-entry.ts';
import { isAnswerTo, type TaskSignal } from './task-signal.ts';
import { type Digest, isEnded, type SandboxSpec } from './task.ts';
import type {
  Actor,
  EndedTask,
  Leftovers,
  LogPage,
  LogQuery,
  Task,
  TaskEnd,
  TaskEvent,
  TaskId,
  TaskSpec,
  LogFindings,
  LogPlace,
  LogSearchQuery,
} from './task.ts';

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
  readonly searchedTo?: (id: TaskId) => number | undefined;
  /** Whether time limits and stops of what is adopted are carried out. Default: yes. One that only looks does not. */
  readonly enforces?: boolean;
  /** What the model starts runs in it, and so does what is started again of that. */
  readonly sandbox?: SandboxSpec | undefined;
}

export function createBackgroundManager(options: ManagerOptions): BackgroundManager {
  const {
    executor,
    now,
    newId = randomId,
    digestChars = 2_000,
    usual = () => undefined,
    parallel = Infinity,
    agents = Infinity,
    silence = 45_000,
    searchedTo = () => undefined,
    enforces = true,
    sandbox,
  } = options;
  const places = { parallel, agents };
  const entries = new Map<TaskId, Entry>();
  const events = createEmitter<TaskEvent>();
  const digestSource = createDigestSource();
  const logSearch = createLogSearch(digestSource);
  const observing = { search: createPatternSearch(), silence, now, emit: events.emit };
  let adopting: Promise<void> | undefined;

  return {
    run: (spec, runOptions) => add(confined(spec), runOptions?.attended ?? false),
    adopt(wants) {
      adopting ??= adopt(wants).finally(() => (adopting = undefined));
      return adopting;
    },
    skipUnstarted(tasks) {
      for (const task of tasks) if (!entries.has(task.id)) skip(keep(newEntry(task)), ENDED_BEFORE);
    },
    assign(id, sessionId) {
      const entry = entries.get(id);
      if (entry?.run === undefined || !entry.run.assign(sessionId)) return false;
      change(entry, { spec: { ...entry.task.spec, sessionId } });
      return true;
    },
    list,
    get: (id) => entries.get(id)?.task,
    leave(id) {
      const entry = entries.get(id);
      if (entry?.task.attended) change(entry, { attended: false });
    },
    async stop(id, by) {
      const entry = entries.get(id);
      return entry === undefined ? { kind: 'unknown' } : stopTask(entry, { by, since: now() });
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
    async send(id, input, sendOptions) {
      const entry = entries.get(id);
      return entry === undefined ? { kind: 'unknown' } : send(entry, input, { ...sendOptions, change });
    },
    async waitForEnd(id, signal) {
      const entry = entries.get(id);
      return entry === undefined ? undefined : endUnlessAborted(entry, signal);
    },
    readLog,
    searchLog: (id, query) => logSearch.search((page) => readLog(id, page), query),
    findErrors: (id) => logSearch.errors((page) => readLog(id, page)),
    async digest(id, budget = digestChars) {
      const run = entries.get(id)?.run;
      if (run === undefined) return NO_DIGEST;
      const answer = run.answer?.();
      // It is no part of the log.
      if (answer !== undefined) return { text: cutAnswer(answer, Math.min(budget, digestChars)), lines: [] };
      return digestLog(await digestSource.read((query) => run.readLog(query)), Math.min(budget, digestChars));
    },
    subscribe: (listener) => events.subscribe(listener),
    watchUsage: (listener) => executor.watchUsage(listener),
    async close() {
      for (const entry of entries.values()) {
        if (entry.task.status.phase === 'queued') skip(entry, { reason: NOT_STARTED, by: 'shutdown' });
        entry.limitTimer?.clear();
        entry.observer?.close();
      }
      await executor.close();
    },
  };

  async function readLog(id: TaskId, query: LogQuery): Promise<LogPage> {
    return entries.get(id)?.run?.readLog(query) ?? EMPTY_PAGE;
  }

  function confined(spec: TaskSpec): TaskSpec {
    return spec.startedBy === 'model' && sandbox !== undefined ? { ...spec, sandbox } : spec;
  }

  function list(): readonly Task[] {
    return [...entries.values()].map(({ task }) => task);
  }

  function add(spec: TaskSpec, attended: boolean): Task {
    const id = unusedId();
    const status = { phase: 'queued', since: now(), waitsFor: [] } as const;
    const output = { size: 0, lastLine: '' };
    const entry = keep(newEntry({ id, spec, status, attended, output, ...usualOf(spec), logFolder: '' }));
    const step = schedule(list(), places).find((one) => one.id === id);
    if (step?.kind === 'start') entry.task = started(entry);
    if (step?.kind === 'wait') entry.task = { ...entry.task, status: { ...status, waitsFor: step.waitsFor } };
    const { task } = entry;
    events.emit({ type: 'task_started', task });
    if (step?.kind === 'skip') take(entry, step);
    return task;
  }

  function keep(entry: Entry): Entry {
    entries.set(entry.task.id, entry);
    return entry;
  }

  function started(entry: Entry): Task {
    const { id, spec } = entry.task;
    entry.run = executor.start(id, spec, listenerFor(id));
    observe(entry, { ...observing, from: 0 });
    return { ...entry.task, status: { phase: 'starting', since: now() }, logFolder: entry.run.logFolder };
  }

  /** After each end: somebody may start now, or never will. */
  function advance(): void {
    for (const step of schedule(list(), places)) {
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
          entry.observer?.output();
        }),
      onPaused: (since) => withEntry((entry) => followPause(entry, { since, change })),
      onPorts: (ports) => withEntry((entry) => change(entry, { ports })),
      onEnd: (end) => withEntry((entry) => onEnd(entry, end)),
      onLeftovers: (left) => withEntry((entry) => onLeftovers(entry, left)),
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

  function takeUp({ id, spec, startedAt, run, output, request, pause: { since, total }, end }: AdoptedRun): void {
    const { logFolder } = run;
    const status =
      since === undefined
        ? ({ phase: 'running', startedAt } as const)
        : ({ phase: 'paused', startedAt, since } as const);
    const entry = keep(newEntry({ id, spec, status, attended: false, output, ...usualOf(spec), logFolder }));
    entry.run = run;
    entry.begin();
    observe(entry, { ...observing, from: searchedTo(id) ?? output.size });
    if (end !== null) return onEnd(entry, end);
    events.emit({ type: 'task_started', task: entry.task });
    entry.observer?.running();
    if (!enforces) return;
    if (request === undefined) armTimeLimit(entry, Math.max((since ?? now()) - startedAt - total, 0));
    else void stopTask(entry, request);
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
    change(entry, { status: { phase: 'running', startedAt } });
    armTimeLimit(entry, Math.max(now() - startedAt, 0));
  }

  /** `spent`: how many milliseconds of it have passed already. */
  function armTimeLimit(entry: Entry, spent: number): void {
    const limit = entry.task.spec.timeLimit;
    if (limit === null) return;
    const onLimit = () => void stopTask(entry, { by: 'time limit', since: now() });
    entry.limitTimer = createLimitTimer(limit - spent, onLimit);
    if (entry.task.status.phase === 'running') entry.limitTimer.release();
  }

  function onEnd(entry: Entry, runEnd: RunEnd): void {
    entry.limitTimer?.clear();
    const { timeLimit } = entry.task.spec;
    const { stopRequest, signalRequest } = entry;
    const answered = signalRequest !== undefined && isAnswerTo(signalRequest, runEnd) ? signalRequest : undefined;
    finish(entry, taskEnd({ runEnd, request: stopRequest ?? runEnd.request ?? answered, timeLimit }));
    advance();
  }

  function onLeftovers(entry: Entry, left: Leftovers): void {
    const { status } = entry.task;
    if (status.phase !== 'done' || status.end.leftRunning === left.leftRunning) return;
    change(entry, { status: { ...status, end: withLeftovers(status.end, left) } });
  }

  function finish(entry: Entry, end: TaskEnd): EndedTask {
    const task: EndedTask = { ...entry.task, status: { phase: 'done', startedAt: startOf(entry.task), end } };
    entry.task = task;
    events.emit({ type: 'task_done', task });
    entry.begin();
    entry.settle(task);
    entry.observer?.ended();
    return task;
  }

  async function stopTask(entry: Entry, request: StopRequest): Promise<StopOutcome> {
    if (isStarted(entry)) return stop(entry, { request, change });
    if (isEnded(entry.task)) return { kind: 'ended', task: entry.task };
    const task = skip(entry, { reason: NOT_STARTED, by: request.by });
    advance();
    return { kind: 'stopped', task };
  }

  function change(
    entry: Entry,
    news: Partial<Pick<Task, 'status' | 'attended' | 'spec' | 'ports' | 'logFolder' | 'asks'>>,
  ): void {
    const task = { ...entry.task, ...news };
    entry.task = task;
    if (news.status?.phase === 'running') entry.observer?.running();
    events.emit({ type: 'task_changed', task });
  }
}

const NOT_STARTED = 'it had not started';
const ENDED_BEFORE = { reason: 'the program ended before its turn came', by: 'shutdown' } as const;

/** An answer is read from its beginning; what is left out of it stands in the log. */
function cutAnswer(answer: string, budget: number): string {
  if (answer.length <= budget) return answer;
  const mark = `\n… ${answer.length} characters in all; the log holds the rest …`;
  return `${answer.slice(0, Math.max(0, budget - mark.length)).replace(/[\uD800-\uDBFF]$/, '')}${mark}`;
}

const EMPTY_PAGE: LogPage = { lines: [], from: 0, to: 0, size: 0, atStart: true, atEnd: true };

function randomId(): TaskId {
  return randomBytes(4).toString('hex');
}

const NO_DIGEST: Digest = { text: '', lines: [] };
