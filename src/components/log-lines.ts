/** A task's log as lines of the screen. */
import sliceAnsi from 'slice-ansi';
import { hasRun, isEnded, type LogLine, type Task } from '../background/task.ts';
import { logWindow, readToEnd, readToStart } from '../store/log-view.ts';
import type { LogView } from '../store/state.ts';
import { bytes, count, duration, statusLook, wholeSeconds } from './format.ts';
import { displayWidth, fitLine, padEnd, screenText, truncate } from './text.ts';
import { taskName } from './task-lines.ts';
import { progressWords } from './task-progress.ts';
import type { Theme } from './theme.ts';
import { describeEnd } from '../background/task.ts';

export interface LogLinesOptions {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** What the task is and how it stands. */
export function logTitle(
  task: Task,
  { width, now, theme }: { readonly width: number; readonly now: number; readonly theme: Theme },
): string {
  const look = statusLook(task.status, theme);
  const ended = isEnded(task) ? ` · ${describeEnd(task.status.end)}` : '';
  const facts = progressWords(task, now);
  const most = Math.floor(width / 3);
  const told = [facts, facts.slice(0, 1)].map((some) => some.map((fact) => ` · ${fact}`).join(''));
  const progress = told.find((words) => displayWidth(words) <= most) ?? '';
  const state =
    look.style(`${look.glyph} ${look.word}`) +
    theme.dim(`${clock(task, now)}${ended}${progress} · ${bytes(task.output.size)} `);
  return fitLine(` ${theme.dim(task.id)}  ${theme.bold(taskName(task))}`, state, width);
}

/** The window on its lines; numbered where the log is held from its first line on. */
export function logLines(view: LogView, { width, height, theme }: LogLinesOptions): readonly string[] {
  const { first, lines } = logWindow(view, height);
  if (view.pages.length > 0 && lines.length === 0) return [theme.dim('   nothing printed yet')];
  const numbered = readToStart(view);
  const gap = numbered ? view.lines.findIndex((line) => line.kind === 'gap') : -1;
  const digits = Math.max(4, String(view.lines.length).length);
  return lines.map((line, index) => {
    const number = first + index;
    const known = numbered && (gap === -1 || number < gap);
    const label = known ? String(number + 1).padStart(digits) : ' '.repeat(digits);
    return ` ${theme.dim(label)}  ${logLine(line, { width: width - digits - 4, left: view.left, theme })}`;
  });
}

/** Where the window is, for the bottom. */
export function logPosition(
  view: LogView,
  { height, theme, live }: Pick<LogLinesOptions, 'height' | 'theme'> & { readonly live: boolean },
): string {
  const { first, lines } = logWindow(view, height);
  const place = `lines ${first + 1}–${first + lines.length} of ${readToStart(view) && readToEnd(view) ? '' : 'at least '}${view.lines.length}`;
  const following = view.top === null && live ? `${theme.alive('following ▼')} ${theme.dim('·')} ` : '';
  return following + theme.dim(lines.length === 0 ? count(0, 'line') : place);
}

function logLine(
  line: LogLine,
  { width, left, theme }: { readonly width: number; readonly left: number; readonly theme: Theme },
): string {
  if (line.kind === 'gap') return theme.dim(truncate(`… ${bytes(line.bytes)} not kept …`, width));
  const text = screenText(line.text, { colours: true });
  return padEnd(truncate(left === 0 ? text : sliceAnsi(text, left), width), width);
}

function clock(task: Task, now: number): string {
  const { status } = task;
  switch (status.phase) {
    case 'queued':
    case 'starting':
      return '';
    case 'done':
      if (!hasRun(status.end)) return '';
      return ` ${duration(wholeSeconds(status.end.at - status.startedAt))}`;
    default:
      return ` ${duration(now - status.startedAt)}`;
  }
}
