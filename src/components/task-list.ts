/** Which tasks a list shows, and as which lines: those from the top that fit, moved so that the chosen one is seen. */
import type { SessionInfo } from '../agent/events.ts';
import { isEnded, type Task, type TaskId } from '../background/task.ts';
import { allTasks, placeInLine } from '../store/selectors.ts';
import type { State, TasksState } from '../store/state.ts';
import type { Region } from './layout.ts';
import { sortTasks, taskLine, taskLines } from './task-lines.ts';
import { truncate, wrap } from './text.ts';
import type { Theme } from './theme.ts';

export interface TaskListOptions {
  /** In the order in which they are shown. */
  readonly tasks: readonly Task[];
  readonly state: TasksState;
  readonly session?: SessionInfo | null;
  readonly region: Region;
  /** `null` when the list has not the focus. */
  readonly selected: TaskId | null;
  readonly now: number;
  readonly theme: Theme;
}

/** Two to four lines a task, with a blank one between. */
export function paneLines(options: TaskListOptions): readonly string[] {
  const { tasks, region, theme } = options;
  if (tasks.length === 0) return emptyPane(options);
  const blocks: string[] = [];
  const first = firstShown(options);
  let shown = 0;
  for (const task of tasks.slice(first)) {
    const block = taskLines(task, lineOptions(task, options));
    const isLast = first + shown === tasks.length - 1;
    // One row stays free for the words about those that do not fit.
    if (shown > 0 && blocks.length + block.length > region.height - (isLast ? 0 : 2)) break;
    blocks.push(...block, '');
    shown += 1;
  }
  const more = moreWords(first, tasks.length - first - shown);
  return more === ''
    ? blocks
    : [...blocks.slice(0, region.height - 1), theme.dim(truncate(`   ${more}`, region.width))];
}

/** One line a task. */
export function stripLines(options: TaskListOptions): readonly string[] {
  const { tasks, region, selected, theme } = options;
  const place = tasks.findIndex(({ id }) => id === selected);
  const fits = tasks.length <= region.height;
  const rows = fits ? region.height : region.height - 1;
  const first = fits ? 0 : Math.max(0, place - rows + 1);
  const shown = tasks.slice(first, first + rows);
  const lines = shown.map((task) => taskLine(task, lineOptions(task, options)));
  if (fits) return lines;
  return [...lines, theme.dim(truncate(`   ${moreWords(first, tasks.length - first - rows)}`, region.width))];
}

/** The task that keys are about: of the open log, or chosen in the list, at first its topmost. */
export function chosenTask({ tasks, ui }: State): Task | undefined {
  const id = ui.log?.taskId ?? ui.selected;
  return (id === null ? undefined : tasks.byId[id]) ?? sortTasks(allTasks(tasks))[0];
}

/** Whether a clock of theirs moves. */
export function anyTicks(tasks: readonly Task[]): boolean {
  return tasks.some((task) => !isEnded(task) && task.status.phase !== 'queued');
}

/** Going back from the chosen task as far as there is room. */
function firstShown(options: TaskListOptions): number {
  const { tasks, region, selected } = options;
  let first = tasks.findIndex(({ id }) => id === selected);
  let room = region.height - 2;
  while (first > 0) {
    const task = tasks[first];
    room -= task === undefined ? 0 : taskLines(task, lineOptions(task, options)).length + 1;
    const before = tasks[first - 1];
    if (before === undefined || taskLines(before, lineOptions(before, options)).length > room) break;
    first -= 1;
  }
  return Math.max(0, first);
}

function lineOptions(task: Task, { region, now, theme, selected, state, session }: TaskListOptions) {
  const { id } = task;
  const told = { toldIn: state.toldIn[id], placeInLine: placeInLine(state, id) };
  return { width: region.width - 1, now, theme, selected: id === selected, ...told, session };
}

function moreWords(above: number, below: number): string {
  return [above > 0 ? `↑ ${above} more` : '', below > 0 ? `↓ ${below} more` : ''].filter(Boolean).join(' · ');
}

function emptyPane({ region, theme }: TaskListOptions): readonly string[] {
  const words = 'Slow commands run here, while the conversation goes on.';
  return ['', ...wrap(words, region.width - 4).map((line) => theme.dim(`   ${line}`))];
}
