/** Which tasks the list shows, and in which order. What ended a while ago and was told is folded into a count. */
import { isEnded, isStoppable, type Task, type TaskId } from '../background/task.ts';
import { allTasks } from '../store/selectors.ts';
import type { State } from '../store/state.ts';

export interface ListedTasks {
  readonly shown: readonly Task[];
  /** Newest first. */
  readonly folded: readonly Task[];
}

export type ListState = Pick<State, 'tasks' | 'session' | 'ledger'> & {
  readonly ui: Pick<State['ui'], 'pane' | 'selected' | 'focus' | 'log'>;
};

/** The end of a command that was waited for in the foreground stands in the conversation. */
function isOver(task: Task): boolean {
  return task.attended && isEnded(task) && !isStoppable(task);
}

/** An end stays in view for so many milliseconds, and as long as nothing else happens to any task. */
const FOLD_AFTER = 120_000;

export function listTasks(state: ListState): ListedTasks {
  const sorted = sortTasks(allTasks(state.tasks));
  const untold = new Set(state.ledger.entries.filter(({ told }) => told === null).map(({ taskId }) => taskId));
  const isFolded = (task: Task) =>
    !state.ui.pane.unfolded && (isOver(task) || (isOld(task, state) && !untold.has(task.id))) && !isChosen(task, state);
  return { shown: sorted.filter((task) => !isFolded(task)), folded: sorted.filter(isFolded) };
}

/** Running ones first, in the order of their start, also what ended ones left; then those that wait; then the ended. */
export function sortTasks(tasks: readonly Task[]): readonly Task[] {
  const ended = tasks
    .filter(isEnded)
    .filter((task) => !isStoppable(task))
    .toSorted((a, b) => b.status.end.at - a.status.end.at);
  const waiting = tasks.filter((task) => task.status.phase === 'queued');
  const live = tasks.filter((task) => isStoppable(task) && task.status.phase !== 'queued');
  return [...live, ...waiting, ...ended];
}

/** The task that keys are about: of the open log, or chosen in the list, at first its topmost. */
export function chosenTask(state: ListState): Task | undefined {
  const { tasks, ui } = state;
  const id = ui.log?.taskId ?? ui.selected;
  return (id === null ? undefined : tasks.byId[id]) ?? listTasks(state).shown[0];
}

/** The task that the list marks: that of the keys while the list has them, else one that was chosen by a click. */
export function markedTask(state: ListState): TaskId | null {
  const { tasks, ui } = state;
  if (ui.focus === 'tasks') return chosenTask(state)?.id ?? null;
  return ui.selected !== null && tasks.byId[ui.selected] !== undefined ? ui.selected : null;
}

/** It ended a while ago. */
function isOld(task: Task, { tasks }: ListState): boolean {
  return isEnded(task) && !isStoppable(task) && task.status.end.at <= tasks.changedAt - FOLD_AFTER;
}

function isChosen({ id }: Task, { ui }: ListState): boolean {
  return ui.focus === 'tasks' && ui.selected === id;
}
