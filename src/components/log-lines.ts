/** A task's log as lines of the screen. */
import { describeEnd } from '../background/task-outcome.ts';
import { hasDuration, isAsking, isEnded, type Task, type TaskUsage } from '../background/task.ts';
import { logWindow, readToEnd, readToStart } from '../store/log-view.ts';
import type { LogView } from '../store/ui-state.ts';
import { bytes, count, duration, statusLook, wholeSeconds } from './format.ts';
import { searchWords } from './log-rows.ts';
import { displayWidth, fitLine, truncate } from './text.ts';
import { sandboxSign, taskName } from './task-lines.ts';
import { usageWords } from './task-activity.ts';
import { progressWords } from './task-progress.ts';
import type { Theme } from './theme.ts';

export interface LogTitleOptions {
  readonly width: number;
  readonly now: number;
  readonly theme: Theme;
  /** What its processes use, where that is known. */
  readonly usage?: TaskUsage | undefined;
  readonly links?: boolean;
  /** What became of telling the model. */
  readonly delivery?: string | undefined;
}

/** What the task is and how it stands. */
export function logTitle(task: Task, { width, now, theme, usage, links, delivery }: LogTitleOptions): string {
  const look = isAsking(task)
    ? { glyph: '●', word: 'waits for input', style: theme.warn }
    : statusLook(task.status, theme);
  const ended = isEnded(task) ? ` · ${describeEnd(task.status.end)}` : '';
  const used = usage === undefined || isEnded(task) ? [] : [`pid ${usage.pid}`, ...usageWords(usage)];
  const facts = [
    ...sandboxWords(task),
    ...progressWords(task, now, links),
    ...used,
    ...(delivery === undefined ? [] : [delivery]),
  ];
  const name = ` ${theme.dim(task.id)}  ${theme.bold(taskName(task))}`;
  const room = width - Math.min(displayWidth(name), Math.floor(width / (width < WIDE ? 3 : 2)));
  const state = (some: readonly string[]) =>
    look.style(`${look.glyph} ${look.word}`) +
    theme.dim(`${clock(task, now)}${[ended, ...some.map((fact) => ` · ${fact}`)].join('')} `);
  const size = bytes(task.output.size);
  // The size is known of every task; other facts go one by one, then it too.
  const told = [...facts.map((_, left) => [...facts.slice(0, facts.length - left), size]), [size], []].map(state);
  return fitLine(name, told.find((words) => displayWidth(words) < room) ?? truncate(state([]), room - 1), width);
}

function sandboxWords(task: Task): readonly string[] {
  const { sandbox } = task.spec;
  return sandbox === undefined ? [] : [`${sandboxSign(task)} ${sandbox.network ? 'sandbox' : 'sandbox, no network'}`];
}

export interface LogPositionOptions {
  readonly height: number;
  readonly theme: Theme;
  readonly live: boolean;
  /** Some of it has been shown to the model. */
  readonly quoted: boolean;
  /** Bytes that were printed up to now, also since it was read. */
  readonly size: number;
}

/** Where the window is, for the bottom. */
export function logPosition(view: LogView, { height, theme, live, quoted, size }: LogPositionOptions): string {
  if (view.screen !== null) return theme.dim('its screen, 120x40');
  const { first, lines } = logWindow(view, height);
  const place = placeWords(view, { first, last: first + lines.length - 1, printed: size });
  const following = view.top === null && live ? `${theme.alive('following ▼')} ${theme.dim('·')} ` : '';
  const found = searchWords(view.search);
  const told = quoted ? `${theme.alive('┃')} ${theme.dim('told to the model ·')} ` : '';
  const alone = view.filtered && found !== '' ? theme.dim('only matches · ') : '';
  const sideways = view.left === 0 ? '' : theme.dim(`from column ${(view.left + 1).toLocaleString('en')} · `);
  const where = told + following + sideways;
  if (found !== '') return where + alone + (view.search?.total === 0 ? theme.warn(found) : found);
  return where + theme.dim(lines.length === 0 ? count(0, 'line') : place);
}

/** `lines 4–23 of 120`; where lines cannot be counted, or not all of them yet, how far down that is. */
function placeWords(
  view: LogView,
  { first, last, printed }: { readonly first: number; readonly last: number; readonly printed: number },
): string {
  const { lines, firstLine, pages } = view;
  const read = pages.at(-1)?.size ?? 0;
  // While it follows, what is new is on its way.
  const size = view.top === null ? read : Math.max(read, printed);
  const gap = lines.findIndex(({ kind }) => kind === 'gap');
  const isCounted = firstLine !== null && (gap === -1 || last < gap);
  const counted = isCounted ? `lines ${number(firstLine + first)}–${number(firstLine + last)}` : '';
  const isReadToEnd = readToEnd(view) && read >= size;
  if (isCounted && gap === -1 && readToStart(view) && isReadToEnd) return `${counted} of ${number(lines.length)}`;
  const here = lines.slice(last).find((line) => line.kind === 'text')?.at ?? size;
  const share = isReadToEnd && last + 1 >= lines.length ? 1 : here / Math.max(1, size);
  return [counted, `${Math.floor(share * 100)} % of ${bytes(size)}`].filter(Boolean).join(' · ');
}

function number(value: number): string {
  return value.toLocaleString('en');
}

/** From here on the name leaves room for all that is known. */
const WIDE = 100;

function clock(task: Task, now: number): string {
  const { status } = task;
  switch (status.phase) {
    case 'queued':
    case 'starting':
      return '';
    case 'done':
      if (!hasDuration(status.end)) return '';
      return ` ${duration(wholeSeconds(status.end.at - status.startedAt))}`;
    default:
      return ` ${duration(now - status.startedAt)}`;
  }
}
