import { describeEnd } from '../background/task-outcome.ts';
import { expectationOf, hasRun, isEnded, type Task } from '../background/task.ts';
import { duration, homePath, agoWords, secondsWords, statusLook, wholeSeconds } from '../components/format.ts';
import { displayWidth, fitLine, padEnd, screenLine, truncate } from '../components/text.ts';
import { taskName } from '../components/task-lines.ts';
import { createTheme } from '../components/theme.ts';

export interface TableOptions {
  /** `Infinity`: nothing is cut. */
  readonly columns: number;
  readonly now: number;
  readonly home: string;
  /** Says of each task in which folder it runs. */
  readonly folders: boolean;
}

/** A table with a head, a line a task. With colours, which the printer takes away where they are not wanted. */
export function taskTable(tasks: readonly Task[], options: TableOptions): readonly string[] {
  const rows = tasks.map((task) => row(task, options));
  const all = [options.folders ? [...HEAD.slice(0, -1), 'FOLDER', 'DETAILS'] : HEAD, ...rows];
  const last = all[0]!.length - 1;
  const widths = all[0]!.map((_, column) => Math.max(...all.map((cells) => displayWidth(cells[column] ?? ''))));
  const room = options.columns - sum(widths.slice(0, FIXED)) - GAP.length * last;
  const shared = shares(widths.slice(FIXED), room);
  const fitted = [...widths.slice(0, FIXED), ...shared];
  return all.map((cells, index) => {
    const line = cells.map((cell, column) => fit(cell, fitted[column] ?? 0, column === last)).join(GAP);
    return index === 0 ? THEME.dim(line.trimEnd()) : line.trimEnd();
  });
}

const THEME = createTheme({ colours: true });
const HEAD = ['ID', 'STATE', 'TIME', 'TASK', 'DETAILS'] as const;
/** Columns that are never cut: id, state, time. */
const FIXED = 3;
const GAP = '  ';
const SHORTEST = 8;

function row(task: Task, options: TableOptions): readonly string[] {
  const look = statusLook(task.status, THEME);
  return [
    task.id,
    look.style(`${look.glyph} ${look.word}`),
    elapsed(task, options.now),
    taskName(task),
    ...(options.folders ? [THEME.dim(homePath(task.spec.cwd, options.home))] : []),
    details(task, options.now),
  ];
}

function elapsed({ status }: Task, now: number): string {
  if (!('startedAt' in status)) return '';
  if (status.phase !== 'done') return duration(now - status.startedAt);
  return hasRun(status.end) ? duration(wholeSeconds(status.end.at - status.startedAt)) : '';
}

/** How it ended and when; of one that runs, how far it is and what it said last. */
function details(task: Task, now: number): string {
  if (isEnded(task)) {
    const { end } = task.status;
    return `${screenLine(describeEnd(end))}, ${agoWords(now - end.at)}`;
  }
  const { progress, lastLine } = task.output;
  const expected = expectationOf(task, now);
  const facts = [
    ...(progress === undefined ? [] : [progress.words]),
    ...(expected?.kind === 'left' ? [`~${secondsWords(wholeSeconds(expected.ms))} left`] : []),
    ...(expected?.kind === 'slow' ? ['slower than usual'] : []),
  ];
  return [...facts, THEME.dim(screenLine(lastLine))].filter(Boolean).join(' · ');
}

/** What the columns that may be cut get of the room: what they want, or a fair part. */
function shares(wanted: readonly number[], room: number): readonly number[] {
  if (sum(wanted) <= room) return wanted;
  let left = room;
  return wanted.map((width, index) => {
    const others = wanted.length - index;
    const later = sum(wanted.slice(index + 1));
    const share = others === 1 ? left : Math.max(Math.floor(left / others), left - later);
    const given = Math.max(Math.min(width, share), SHORTEST);
    left -= given;
    return given;
  });
}

function fit(cell: string, width: number, isLast: boolean): string {
  if (isLast) return Number.isFinite(width) ? truncate(cell, width) : cell;
  return displayWidth(cell) > width ? fitLine(cell, '', width) : padEnd(cell, width);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
