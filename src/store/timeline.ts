/** Folds what the model did when, and sums what working beside it has saved. */
import type { AgentEvent } from '../agent/events.ts';
import { hasRun, isEnded, type Task } from '../background/task.ts';
import { allTasks, isOwn } from './selectors.ts';
import type { Activity, SessionState, State, TasksState, TimelineState } from './state.ts';
import type { TimelineView } from './ui-state.ts';

/** Of what the model did only so many changes are kept, the newest. */
const KEPT_CHANGES = 4_000;
const DROPPED_AT_ONCE = 500;

export const emptyTimeline: TimelineState = { changes: [], leftAt: {} };

export interface TimelineContext {
  readonly session: SessionState;
  /** As they stood before the event. */
  readonly tasks: TasksState;
  readonly now: number;
}

/** The next timeline; the same object when the event does not touch it. `session`: as it stands after the event. */
export function reduceTimeline(
  state: TimelineState,
  event: AgentEvent,
  { session, tasks, now }: TimelineContext,
): TimelineState {
  const { activity } = session;
  const at = 'at' in event && typeof event.at === 'number' ? event.at : now;
  const kind = state.changes.at(-1)?.kind ?? 'idle';
  if (activity.kind !== kind)
    return change(state, { kind: activity.kind, at: 'since' in activity ? activity.since : at });
  if (event.type === 'task_changed' && tasks.byId[event.task.id]?.attended === true && !event.task.attended) {
    return { ...state, leftAt: { ...state.leftAt, [event.task.id]: now } };
  }
  return state;
}

function change(state: TimelineState, next: TimelineState['changes'][number]): TimelineState {
  const { changes } = state;
  const kept = changes.length < KEPT_CHANGES ? changes : changes.slice(DROPPED_AT_ONCE);
  return { ...state, changes: [...kept, next] };
}

/** A stretch of time, in milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface ModelSpan extends Span {
  readonly kind: Exclude<Activity['kind'], 'idle'>;
}

/** What the model did, oldest first; what it does now lasts until `now`. */
export function modelSpans({ changes }: TimelineState, now: number): readonly ModelSpan[] {
  return changes.flatMap(({ kind, at }, index) => {
    const to = changes[index + 1]?.at ?? Math.max(now, at);
    return kind === 'idle' || to <= at ? [] : [{ kind, from: at, to }];
  });
}

/** The session's tasks that ran beside the model, in the order of their start; a command in the foreground is the model's own work. */
export function timelineTasks({ tasks, session }: Pick<State, 'tasks' | 'session'>): readonly Task[] {
  return allTasks(tasks).filter((task) => !task.attended && isOwn(task, session));
}

/** When a task ran beside the model; nothing while it waits, and when it never ran. */
export function taskSpan(task: Task, { leftAt }: TimelineState, now: number): Span | undefined {
  const { status } = task;
  if (!('startedAt' in status) || (isEnded(task) && !hasRun(task.status.end))) return undefined;
  const from = Math.max(status.startedAt, leftAt[task.id] ?? 0);
  return { from, to: Math.max(from, status.phase === 'done' ? status.end.at : now) };
}

/** Durations in milliseconds. */
export interface Overlap {
  /** Time in which the model or a task worked. */
  readonly worked: number;
  /** The same work, had each waited for the other. */
  readonly oneByOne: number;
  readonly saved: number;
  /** Time in which tasks ran and the model had nothing to do. */
  readonly waitedForTasks: number;
}

/**
 * What working at the same time has brought. What has no time limit (servers, watchers) counts only once it has ended
 * on its own: nobody would wait for the others.
 */
export function overlapOf(timeline: TimelineState, tasks: readonly Task[], now: number): Overlap {
  const model = modelSpans(timeline, now).filter(({ kind }) => kind !== 'asking');
  const beside = tasks
    .filter((task) => task.spec.timeLimit !== null || (isEnded(task) && task.status.end.by === 'itself'))
    .flatMap((task) => taskSpan(task, timeline, now) ?? []);
  const worked = unionOf([...model, ...beside]);
  const oneByOne = total(model) + total(beside);
  return { worked, oneByOne, saved: oneByOne - worked, waitedForTasks: worked - unionOf(model) };
}

function total(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** The time that at least one of them covers. */
function unionOf(spans: readonly Span[]): number {
  let sum = 0;
  let reached = -Infinity;
  for (const { from, to } of [...spans].sort((one, other) => one.from - other.from)) {
    sum += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return sum;
}

/** Everything there is to see, from the first happening to now, or to the last one when nothing goes on. */
export function timelineExtent(timeline: TimelineState, tasks: readonly Task[], now: number): Span {
  const { changes } = timeline;
  const spans = tasks.flatMap((task) => taskSpan(task, timeline, now) ?? []);
  const starts = [...changes.slice(0, 1).map(({ at }) => at), ...spans.map(({ from }) => from)];
  const ends = [...changes.slice(-1).map(({ at }) => at), ...spans.map(({ to }) => to)];
  const goesOn = (changes.at(-1)?.kind ?? 'idle') !== 'idle' || tasks.some((task) => !isEnded(task));
  const to = goesOn || ends.length === 0 ? now : Math.max(...ends);
  return { from: Math.min(to, ...starts), to };
}

export const wholeTimeline: TimelineView = { from: null, span: null };

const SHORTEST_SPAN = 5_000;

/** The stretch that a view shows, never shorter than 5 s. */
export function timelineWindow({ from, span }: TimelineView, extent: Span): Span {
  const whole = Math.max(SHORTEST_SPAN, extent.to - extent.from);
  const shown = Math.min(whole, Math.max(SHORTEST_SPAN, span ?? whole));
  const latest = extent.from + whole - shown;
  const start = from === null ? latest : Math.min(latest, Math.max(extent.from, from));
  return { from: start, to: start + shown };
}

/** Moves the window by a part of its width; at the end it follows. */
export function panTimeline(view: TimelineView, by: number, extent: Span): TimelineView {
  const { from, to } = timelineWindow(view, extent);
  const next = timelineWindow({ from: from + by * (to - from), span: to - from }, extent);
  return { span: view.span, from: next.to >= extent.to ? null : next.from };
}

/** Shows `factor` times as much, around the middle, or up to the end while it follows. */
export function zoomTimeline(view: TimelineView, factor: number, extent: Span): TimelineView {
  const { from, to } = timelineWindow(view, extent);
  const span = Math.max(SHORTEST_SPAN, (to - from) * factor);
  if (span >= extent.to - extent.from) return wholeTimeline;
  return { span, from: view.from === null ? null : (from + to - span) / 2 };
}

/** The task that keys are about: the chosen one, at first the newest. */
export function chosenInTimeline(state: State): Task | undefined {
  const tasks = timelineTasks(state);
  return tasks.find(({ id }) => id === state.ui.selected) ?? tasks.at(-1);
}
