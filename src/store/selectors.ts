/** Questions to the state that more than one place asks. */
import { outcomeOf, type Outcome } from '../background/task-outcome.ts';
import { isEnded, isStoppable, type Task, type TaskId } from '../background/task.ts';
import type { SessionState, State, TasksState } from './state.ts';
import type { Focus } from './ui-state.ts';

/** Where keys go. */
export type Place =
  | Focus
  | 'question'
  | 'reply'
  | 'sending'
  | 'search'
  | 'quit'
  | 'log'
  | 'log search'
  | 'log file'
  | 'help'
  | 'timeline'
  | 'ledger'
  | 'chooser';

/**
 * An answer key right after a letter of the draft was meant for the draft; a question takes the keys after this many
 * milliseconds of rest.
 */
const REST_MS = 700;

export function placeOf({ ui, session }: State, now: number): Place {
  if (ui.quitting || ui.confirming?.kind === 'quit') return 'quit';
  if (ui.sending !== null) return 'sending';
  if (ui.chooser !== null) return 'chooser';
  if (ui.view === 'log' && ui.log?.search?.typing === true) return 'log search';
  if (ui.view === 'log' && ui.log !== null && ui.log.saving !== null) return 'log file';
  if (ui.view !== 'main') return ui.view;
  if (ui.focus === 'conversation' && ui.search?.typing === true) return 'search';
  if (ui.focus !== 'input' || session.question === null) return ui.focus;
  if (ui.reply !== null) return 'reply';
  return now - ui.typedAt < REST_MS || draftsBesideQuestion({ ui, session }) ? 'input' : 'question';
}

/** A draft has the keys until it is sent or cleared, whether it or the question was there first: its letters answer nothing. */
export function draftsBesideQuestion({ ui, session }: Pick<State, 'ui' | 'session'>): boolean {
  return session.question !== null && ui.editor.text !== '';
}

export function allTasks(tasks: TasksState): readonly Task[] {
  return tasks.order.flatMap((id) => tasks.byId[id] ?? []);
}

export function liveTasks(tasks: TasksState): readonly Task[] {
  return allTasks(tasks).filter((task) => !isEnded(task));
}

/** A task of this session; the others are told to nobody here, and are left alone when this one ends. */
export function isOwn(task: Task, { info }: Pick<SessionState, 'info'>): boolean {
  return info === null || task.spec.sessionId === info.id;
}

/** Those of which something would go on when the program ends: also what an ended one left running. */
export function ownLiveTasks({ tasks, session }: Pick<State, 'tasks' | 'session'>): readonly Task[] {
  return allTasks(tasks)
    .filter(isStoppable)
    .filter((task) => isOwn(task, session));
}

/** Where a task stands among those that wait for a free place: 1 is the next. Nothing for others. */
export function placeInLine(tasks: TasksState, id: TaskId): number | undefined {
  if (!isInLine(tasks.byId[id])) return undefined;
  return tasks.order.slice(0, tasks.order.indexOf(id) + 1).filter((one) => isInLine(tasks.byId[one])).length;
}

function isInLine(task: Task | undefined): boolean {
  return task?.status.phase === 'queued' && task.status.waitsFor.length === 0;
}

/** The command that runs in the foreground, if any: it can be left to the background. */
export function foregroundTask(tasks: TasksState): Task | undefined {
  return liveTasks(tasks).findLast((task) => task.attended);
}

export function hasTask(tasks: TasksState, id: TaskId): boolean {
  return tasks.byId[id] !== undefined;
}

/**
 * How many stand how. `failed` ended otherwise than it was meant to, `ended` as it was; `left` did too, and processes of
 * it still run.
 */
export function countTasks(tasks: TasksState): {
  readonly running: number;
  readonly paused: number;
  readonly waiting: number;
  readonly left: number;
  readonly ended: number;
  readonly failed: number;
} {
  const count = { running: 0, paused: 0, waiting: 0, left: 0, ended: 0, failed: 0 };
  for (const { status, attended } of allTasks(tasks)) {
    // Of a command in the foreground the conversation says how it ended.
    if (attended && status.phase === 'done' && status.end.leftRunning === 0) continue;
    if (status.phase === 'queued') count.waiting += 1;
    else if (status.phase === 'paused') count.paused += 1;
    else if (status.phase !== 'done') count.running += 1;
    else if (isFailure(outcomeOf(status.end))) count.failed += 1;
    else if (status.end.leftRunning > 0) count.left += 1;
    else count.ended += 1;
  }
  return count;
}

function isFailure(outcome: Outcome): boolean {
  return outcome === 'failed' || outcome === 'timeout' || outcome === 'error' || outcome === 'lost';
}

/** The model is at work, or a command that the user runs in the foreground. */
export function isWorking({ session, tasks }: Pick<State, 'session' | 'tasks'>): boolean {
  return session.activity.kind !== 'idle' || foregroundTask(tasks) !== undefined;
}

/** The model is at work: neither is a failed request waited for, nor the user. */
export function isMoving({ session: { activity, wait, retrying } }: Pick<State, 'session'>): boolean {
  return activity.kind !== 'idle' && activity.kind !== 'asking' && wait === null && retrying === null;
}
