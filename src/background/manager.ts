/**
 * The background manager: what `manager-contract.ts` promises, over the tasks of one project.
 *
 * Deliberately not here: what the model has been told (`outbox.ts`), where and how commands run (`executor.ts`).
 */
import { randomBytes } from 'node:crypto';
import { createEmitter } from './emitter.ts';
import type { AdoptedRun, FoundRun, RunEnd, RunListener } from './executor.ts';
import { createLimitTimer } from './limit-timer.ts';
import type { BackgroundManager, ManagerOptions } from './manager-contract.ts';
import { observe } from './observing.ts';
import { createPatternSearch } from './pattern-search.ts';
import { followPause, pause, resume } from './pausing.ts';
import { schedule, type Step } from './scheduler.ts';
import { send } from './send-input.ts';
import { stop, type StopOutcome } from './stopping.ts';
import { type StopRequest, taskEnd, withLeftovers } from './task-end.ts';
import { endUnlessAborted, type Entry, isStarted, newEntry, startOf } from './task-entry.ts';
import { createManagerLogs } from './manager-logs.ts';
import { isAnswerTo } from './task-signal.ts';
import { type Actor, type EndedTask, isEnded, type Leftovers, type Task } from './task.ts';
import type { TaskEnd, TaskEvent, TaskId, TaskSpec } from './task.ts';

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
  /** Those that wait, and perhaps some that no longer do. */
  const queued = new Set<TaskId>();
  const events = createEmitter<TaskEvent>();
  const logs = createManagerLogs({ runOf: (id) => entries.get(id)?.run, digestChars });
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
    concludeRemoved(tasks) {
      for (const task of tasks) if (!entries.has(task.id)) conclude(keep(newEntry(task)));
    },
    queueAgain(tasks, sessionId) {
      for (const task of tasks.filter(({ id }) => !entries.has(id))) {
        const entry = keep(newEntry({ ...task, spec: { ...task.spec, sessionId } }));
        events.emit({ type: 'task_started', task: entry.task });
      }
      advance();
    },
    withdraw(id) {
      const entry = entries.get(id);
      if (entry?.task.status.phase === 'queued') finish(entry, skippedEnd({ reason: NOT_STARTED, by: 'user' }));
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
      entry.run.noteSignal(entry.signalRequest);
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
    ...logs,
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
    const { id, status } = entry.task;
    entries.set(id, entry);
    if (status.phase === 'queued') queued.add(id);
    return entry;
  }

  function started(entry: Entry): Task {
    const { id, spec } = entry.task;
    entry.run = executor.start(id, spec, listenerFor(id));
    observe(entry, { ...observing, from: 0 });
    return { ...entry.task, status: { phase: 'starting', since: now() }, logFolder: entry.run.logFolder };
  }

  /** After each end, and when one is paused: somebody may start now, or never will. */
  function advance(): void {
    for (const id of queued) if (entries.get(id)?.task.status.phase !== 'queued') queued.delete(id);
    // Thousands may have ended, and none waits for that.
    if (queued.size === 0) return;
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
    const { id, spec } = entry.task;
    // What waits when the program ends may be queued again, under its id, by the session that follows.
    if (by !== 'shutdown') executor.noteSkipped(id, spec, { reason, by });
    return finish(entry, skippedEnd({ reason, by }));
  }

  function skippedEnd({ reason, by }: { readonly reason: string; readonly by: Actor }): TaskEnd {
    return { kind: 'skipped', reason, at: now(), by, leftRunning: 0 };
  }

  function conclude(entry: Entry): void {
    const { status } = entry.task;
    finish(entry, status.phase === 'done' ? status.end : { ...REMOVED, at: now() });
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
    await executor.adopt({ isKnown: (id) => entries.has(id), wants, listenerFor, onAdopted: takeUp });
  }

  function takeUp({
    id,
    spec,
    startedAt,
    run,
    output,
    request,
    pause: { since, total },
    drift,
    end,
  }: AdoptedRun): void {
    const { logFolder } = run;
    const status =
      since === undefined
        ? ({ phase: 'running', startedAt } as const)
        : ({ phase: 'paused', startedAt, since } as const);
    const entry = keep(newEntry({ id, spec, status, attended: false, output, ...usualOf(spec), logFolder }));
    entry.run = run;
    entry.begin();
    observe(entry, { ...observing, from: searchedTo({ id, spec }) ?? output.size });
    if (end !== null) return onEnd(entry, end);
    events.emit({ type: 'task_started', task: entry.task });
    entry.observer?.running();
    if (!enforces) return;
    if (request === undefined) armTimeLimit(entry, Math.max((since ?? now()) - startedAt - total - drift, 0));
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
    const { timeLimit, command } = entry.task.spec;
    const { stopRequest, signalRequest = runEnd.signal } = entry;
    const answered = signalRequest !== undefined && isAnswerTo(signalRequest, runEnd) ? signalRequest : undefined;
    finish(entry, taskEnd({ runEnd, request: runEnd.request ?? stopRequest ?? answered, timeLimit, command }));
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
    if (news.status?.phase === 'paused') advance();
  }
}

const NOT_STARTED = 'it had not started';
const REMOVED = {
  kind: 'lost',
  reason: 'its record was removed, so its end is not known',
  by: 'unknown',
  leftRunning: 0,
} as const;
const ENDED_BEFORE = { reason: 'the session was closed before its turn came', by: 'shutdown' } as const;

function randomId(): TaskId {
  return randomBytes(4).toString('hex');
}
