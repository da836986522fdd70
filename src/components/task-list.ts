/** Which tasks a list shows, and as which lines: those from the top that fit, moved so that the chosen one is seen. */
import type { SessionInfo } from '../agent/events.ts';
import { isEnded, type Task, type TaskId } from '../background/task.ts';
import { toldInRequest } from '../store/ledger.ts';
import { placeInLine } from '../store/selectors.ts';
import type { LedgerState, TasksState } from '../store/state.ts';
import type { Usage } from '../store/usage.ts';
import type { Region } from './layout.ts';
import type { ListedTasks } from './listed-tasks.ts';
import { moreWords } from './more-words.ts';
import { paneLine, shortTaskLines, taskLine, taskLines, taskName, type TaskLinesOptions } from './task-lines.ts';
import { truncate, wrap } from './text.ts';
import type { Theme } from './theme.ts';

export interface TaskListOptions {
  readonly list: ListedTasks;
  readonly state: TasksState;
  readonly ledger: LedgerState;
  readonly session?: SessionInfo | null;
  readonly region: Region;
  /** `null` when the list has not the focus. */
  readonly selected: TaskId | null;
  readonly now: number;
  readonly theme: Theme;
  readonly usage?: Usage;
  readonly links?: boolean;
  /** Nothing moves by itself: how busy tasks are is not drawn. */
  readonly calm?: boolean;
  /** The key that shows those that ended earlier. */
  readonly keyOfEnded: string;
}

/** A line of the list, and of which task it tells. */
export interface TaskRow {
  readonly text: string;
  readonly id?: TaskId;
}

/** Two to four lines a task, with a blank one between; fewer lines where many do not fit. */
export function paneRows(options: TaskListOptions): readonly TaskRow[] {
  const { shown, folded } = options.list;
  if (shown.length + folded.length === 0) return emptyPane(options).map((text) => ({ text }));
  const { region, theme } = options;
  const foot = foldedWords(options);
  const room = region.height - (foot === '' ? 0 : 1);
  const form = formFor(shown, room);
  const blocks = new Map<Task, readonly string[]>();
  const block = (task: Task) => {
    const lines = blocks.get(task) ?? form(task, lineOptions(task, options));
    blocks.set(task, lines);
    return lines;
  };
  const chosen = shown.findIndex(({ id }) => id === options.selected);
  const { from, to } = windowOn(shown, {
    rows: room,
    chosen: Math.max(0, chosen),
    height: (task) => block(task).length,
  });
  const words = [moreWords(from, shown.length - to), foot].filter(Boolean).join(' · ');
  const rows = shown.slice(from, to).flatMap((task) => rowsOf(task, block(task)));
  return words === '' ? rows : [...rows, { text: theme.dim(truncate(`   ${words}`, region.width - 1)) }];
}

/** One line a task. */
export function stripRows(options: TaskListOptions): readonly TaskRow[] {
  const { list, region, selected, theme } = options;
  const { shown } = list;
  const foot = foldedWords(options);
  const place = shown.findIndex(({ id }) => id === selected);
  const fits = shown.length + (foot === '' ? 0 : 1) <= region.height;
  const rows = fits ? shown.length : region.height - 1;
  const first = fits ? 0 : Math.max(0, place - rows + 1);
  const lines = shown
    .slice(first, first + rows)
    .flatMap((task) => rowsOf(task, [taskLine(task, lineOptions(task, options))]));
  const words = [fits ? '' : moreWords(first, shown.length - first - rows), foot].filter(Boolean).join(' · ');
  return words === '' ? lines : [...lines, { text: theme.dim(truncate(`   ${words}`, region.width - 1)) }];
}

function rowsOf(task: Task | undefined, block: readonly string[]): readonly TaskRow[] {
  return block.map((text) => (task === undefined ? { text } : { text, id: task.id }));
}

/** Whether a clock of theirs moves. */
export function anyTicks(tasks: readonly Task[]): boolean {
  return tasks.some((task) => !isEnded(task) && task.status.phase !== 'queued');
}

type Form = (task: Task, options: TaskLinesOptions) => readonly string[];

/**
 * In as many lines as there is room for. That depends on how many tasks stand how, not on what they say, so that
 * nothing moves while they talk.
 */
function formFor(tasks: readonly Task[], rows: number): Form {
  const isLive = (task: Task) => !isEnded(task) && task.status.phase !== 'queued';
  const live = tasks.filter(isLive).length;
  const rest = tasks.length - live;
  const detailed = (task: Task, options: TaskLinesOptions) => [...taskLines(task, options), ''];
  const line = (task: Task, options: TaskLinesOptions) => [paneLine(task, options)];
  if (5 * live + 3 * rest <= rows + 1) return detailed;
  if (5 * live + rest <= rows + 1) return (task, options) => (isLive(task) ? detailed : line)(task, options);
  if (2 * live + rest <= rows) return (task, options) => (isLive(task) ? shortTaskLines : line)(task, options);
  return line;
}

/**
 * Which tasks are shown: from the first that lets the chosen one be seen, as many as there are rows. Of hundreds, only
 * those near the chosen one are looked at.
 */
function windowOn(
  tasks: readonly Task[],
  { rows, chosen, height }: { readonly rows: number; readonly chosen: number; height(task: Task): number },
): { readonly from: number; readonly to: number } {
  const heightOf = (from: number, to: number) => tasks.slice(from, to).reduce((sum, task) => sum + height(task), 0);
  // A blank line at the end may be cut.
  if (tasks.length <= rows + 1 && heightOf(0, tasks.length) <= rows + 1) return { from: 0, to: tasks.length };
  let from = chosen;
  while (from > 0 && heightOf(from - 1, chosen + 1) <= rows - 1) from -= 1;
  let to = chosen + 1;
  while (to < tasks.length && heightOf(from, to + 1) <= rows - 1) to += 1;
  return { from, to };
}

function lineOptions(task: Task, options: TaskListOptions): TaskLinesOptions {
  const { region, now, theme, selected, state, ledger, session, usage, links, calm = false } = options;
  const { id } = task;
  return {
    width: region.width - 1,
    now,
    theme,
    selected: id === selected,
    toldIn: toldInRequest(ledger, id),
    placeInLine: placeInLine(state, id),
    nameOf: (other) => nameOf(state.byId[other], other),
    rates: state.rates[id],
    calm,
    usage: usage?.get(id),
    session,
    links: links ?? false,
  };
}

function nameOf(task: Task | undefined, id: TaskId): string {
  return task === undefined ? id : truncate(taskName(task), NAME_COLUMNS);
}

/** Of a task that another one waits for. */
const NAME_COLUMNS = 30;

/** `3 ended earlier · e shows them`. */
function foldedWords({ list: { folded }, keyOfEnded }: TaskListOptions): string {
  return folded.length === 0 ? '' : `${folded.length} ended earlier · ${keyOfEnded} shows them`;
}

function emptyPane({ region, theme }: TaskListOptions): readonly string[] {
  const words = 'No background tasks yet. Slow commands appear here.';
  return ['', ...wrap(words, region.width - 4).map((line) => theme.dim(`   ${line}`))];
}
