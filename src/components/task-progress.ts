/** How far a running task is, when it should be over and where it listens, in the forms of the pane and the log. */
import { expectationOf, isEnded, type Expectation, type Task } from '../background/task.ts';
import { hyperlink } from './hyperlink.ts';
import { displayWidth, fitLine, truncate } from './text.ts';
import type { Theme } from './theme.ts';

export interface ProgressOptions {
  /** Columns. */
  readonly width: number;
  readonly now: number;
  readonly theme: Theme;
}

/** A row of the pane: `━━━━━━━─────  63 %        ~7 s`; empty when nothing is known. */
export function progressRow(task: Task, { width, now, theme }: ProgressOptions): string {
  const progress = shownProgress(task);
  const expected = expectationOf(task, now);
  if (progress === undefined)
    return expected === undefined ? '' : looks(truncate(longWords(expected), width), expected, theme);
  const right = expected === undefined ? '' : looks(shortWords(expected), expected, theme);
  const left = progress.fraction === undefined ? progress.words : barAndPercent(progress.fraction, { width, theme });
  return displayWidth(left) + 1 + displayWidth(right) <= width ? fitLine(left, right, width) : truncate(left, width);
}

/** The same within one line: `━━━━━━━──── 63 % ~7 s   `, always as wide for one task; empty when nothing is known. */
export function progressPart(task: Task, { width, now, theme }: ProgressOptions): string {
  const fraction = shownProgress(task)?.fraction;
  const expected = expectationOf(task, now);
  const percent = fraction === undefined ? '' : percentWords(fraction);
  const bar =
    fraction === undefined || width < ROOM_FOR_BAR ? percent : `${barOf(fraction, SHORT_BAR, theme)}${percent}`;
  if (expected === undefined || width < ROOM_FOR_BAR) return bar;
  return fitLine(`${bar} ${looks(shortWords(expected), expected, theme)}`, '', displayWidth(bar) + ESTIMATE_ROOM);
}

/** In words, the most important first: `12 of 80`, `~7 s left`, `:5173`. */
export function progressWords(task: Task, now: number, links = false): readonly string[] {
  const expected = expectationOf(task, now);
  return [
    shownProgress(task)?.words ?? '',
    expected === undefined ? '' : longWords(expected),
    portWords(task, links),
  ].filter(Boolean);
}

/** Where a task listens: `:5173`, `:5173 :9229`, `:3000 +4`; empty for one that has ended. With `links`, each leads there. */
export function portWords(task: Task, links = false): string {
  const ports = isEnded(task) ? [] : (task.ports ?? []);
  const [first, second] = ports;
  if (first === undefined) return '';
  if (second === undefined) return portLabel(first, links);
  if (ports.length === 2) return `${portLabel(first, links)} ${portLabel(second, links)}`;
  return `${portLabel(first, links)} +${ports.length - 1}`;
}

function portLabel(port: number, links: boolean): string {
  return links ? hyperlink(`:${port}`, `http://localhost:${port}`) : `:${port}`;
}

const SHORT_BAR = 11;
const LONGEST_BAR = 24;
const SHORTEST_BAR = 4;
/** Columns of ` ~99 min `. */
const ESTIMATE_ROOM = 9;
/** Columns of a line in which a bar leaves room for what was printed. */
const ROOM_FOR_BAR = 56;

function shownProgress({ status, output }: Task) {
  return status.phase === 'running' || status.phase === 'paused' ? output.progress : undefined;
}

function barAndPercent(fraction: number, { width, theme }: Pick<ProgressOptions, 'width' | 'theme'>): string {
  const columns = Math.min(LONGEST_BAR, width - 14);
  return columns < SHORTEST_BAR
    ? percentWords(fraction).trim()
    : `${barOf(fraction, columns, theme)}${percentWords(fraction)}`;
}

function barOf(fraction: number, columns: number, theme: Theme): string {
  const full = Math.floor(Math.min(1, Math.max(0, fraction)) * columns);
  return theme.alive('━'.repeat(full)) + theme.dim('─'.repeat(columns - full));
}

/** Always as wide, and full only when all is done. */
function percentWords(fraction: number): string {
  return `${String(Math.floor(fraction * 100)).padStart(4)} %`;
}

function longWords({ kind, ms }: Expectation): string {
  switch (kind) {
    case 'left':
      return `~${roughly(ms)} left`;
    case 'due':
      return `usually ${roughly(ms)}`;
    case 'slow':
      return `slower than usual (${roughly(ms)})`;
    default:
      return kind satisfies never;
  }
}

function shortWords({ kind, ms }: Expectation): string {
  switch (kind) {
    case 'left':
      return `~${roughly(ms)}`;
    case 'due':
      return 'late';
    case 'slow':
      return 'slow';
    default:
      return kind satisfies never;
  }
}

function looks(words: string, { kind }: Expectation, theme: Theme): string {
  return kind === 'slow' ? theme.warn(words) : theme.dim(words);
}

/** An estimate knows no tenths: `7 s`, `3 min`, `2 h`. */
function roughly(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
