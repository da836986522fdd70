/** Tasks as lines for the pane and for narrow screens: what, how long, what it just said, how it ended. */
import {
  describeEnd,
  describeWait,
  hasOpenStdin,
  hasRun,
  isAsking,
  isEnded,
  isStoppable,
  outcomeOf,
} from '../background/task.ts';
import type { SessionInfo } from '../agent/events.ts';
import type { Actor, Task, TaskStatus } from '../background/task.ts';
import { bytes, duration, ordinal, statusLook, wholeSeconds } from './format.ts';
import { displayWidth, fitLine, screenLine, truncate, wrap } from './text.ts';
import { portWords, progressPart, progressRow } from './task-progress.ts';
import type { Theme } from './theme.ts';

export interface TaskLinesOptions {
  /** Columns. Every line is exactly as wide. */
  readonly width: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly theme: Theme;
  readonly selected: boolean;
  /** The number of the request in which its end was told. */
  readonly toldIn?: number | undefined;
  /** The session that looks at it; a task of another one says so. */
  readonly session?: SessionInfo | null | undefined;
  /** Its place among those that wait for a free one: 1 is the next. */
  readonly placeInLine?: number | undefined;
}

const MARGIN = '   ';
/** So that a long reason does not push the other tasks out of the pane. */
const END_ROWS = 2;
/** Columns in which a name can be told beside ports and clock. */
const ROOM_FOR_PORTS = 30;

/** A task in two to four lines: its bar and estimate come between its name and what it said last. */
export function taskLines(task: Task, options: TaskLinesOptions): readonly string[] {
  const { width } = options;
  const room = Math.max(1, width - MARGIN.length);
  const progress = progressRow(task, { ...options, width: room });
  const details = [
    ...stateRows(task, options, room),
    ...(progress === '' ? [] : [progress]),
    ...outputRows(task, options.theme, room),
  ];
  return [headline(task, options), ...details.map((line) => fitLine(MARGIN + line, '', width))];
}

/** A task in one line: the headline's facts, then what it said last or how it ended. */
export function taskLine(task: Task, options: TaskLinesOptions): string {
  const { width, theme } = options;
  const name = fitLine(taskName(task), '', Math.max(8, Math.floor(width / 4)));
  const look = statusLook(task.status, theme);
  const clock = elapsed(task, options.now).padStart(7);
  const last = screenLine(task.output.lastLine);
  const asks = isAsking(task);
  const said = asks ? `${asksWords(task)}: ${last}` : stateWords(task, options) || last;
  const start = `${mark(options)}${look.style(look.glyph)} ${emphasised(name, options)} ${clock} `;
  const facts = [progressPart(task, options), theme.alive(portWords(task))].filter(Boolean).map((fact) => `${fact} `);
  return fitLine(`${start} ${facts.join('')}${(asks ? theme.warn : theme.dim)(said)}`, '', width);
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

/** What a task is called: its label, else its command. */
export function taskName(task: Task): string {
  return screenLine(task.spec.label ?? '') || screenLine(task.spec.command);
}

function headline(task: Task, options: TaskLinesOptions): string {
  const look = statusLook(task.status, options.theme);
  const { width, theme } = options;
  const clock = elapsed(task, options.now);
  const ports = portWords(task);
  const facts = ports === '' || width < ROOM_FOR_PORTS ? clock : `${ports} ${clock}`;
  const name = truncate(taskName(task), Math.max(1, width - MARGIN.length - facts.length - 1));
  const right = facts === clock ? clock : `${theme.alive(ports)} ${clock}`;
  return fitLine(`${mark(options)}${look.style(look.glyph)} ${emphasised(name, options)}`, right, width);
}

function mark({ selected, theme }: TaskLinesOptions): string {
  return selected ? theme.accent('›') : ' ';
}

function emphasised(name: string, { selected, theme }: TaskLinesOptions): string {
  return selected ? theme.bold(name) : name;
}

/** How long it runs or ran; nothing for one that waits or never ran. */
function elapsed({ status }: Task, now: number): string {
  switch (status.phase) {
    case 'queued':
    case 'starting':
      return '';
    case 'done':
      if (!hasRun(status.end)) return '';
      return duration(wholeSeconds(status.end.at - status.startedAt));
    default:
      return duration(now - status.startedAt);
  }
}

function stateRows(task: Task, options: TaskLinesOptions, room: number): readonly string[] {
  const words = stateWords(task, options);
  if (words === '') return [];
  const { style } = statusLook(task.status, options.theme);
  const rows = wrap(words, room);
  const shown =
    rows.length <= END_ROWS ? rows : [...rows.slice(0, END_ROWS - 1), truncate(`${rows[END_ROWS - 1]} …`, room)];
  if (isAsking(task)) return shown.map(options.theme.warn);
  return shown.map(isFailure(task) ? style : options.theme.dim);
}

function outputRows(task: Task, theme: Theme, room: number): readonly string[] {
  const { size, lastLine } = task.output;
  if (isEnded(task) && !isFailure(task)) return [];
  const last = screenLine(lastLine);
  if (last === '') return task.status.phase === 'running' ? [theme.dim(truncate('nothing printed yet', room))] : [];
  if (isAsking(task)) return [theme.warn(truncate(last, room))];
  // The size is worth less than the end of what was said.
  const printed = bytes(size);
  const fits = displayWidth(last) + 1 + printed.length <= room;
  return [fits ? fitLine(last, theme.dim(printed), room) : truncate(last, room)];
}

function isFailure(task: Task): boolean {
  return isEnded(task) && !['completed', 'exited', 'stopped', 'skipped'].includes(outcomeOf(task.status.end));
}

/** What the headline does not say; empty for a task that simply runs. */
function stateWords(task: Task, { toldIn, placeInLine, session }: TaskLinesOptions): string {
  if (isAsking(task)) return asksWords(task);
  const told = toldIn === undefined ? '' : `told in request ${toldIn}`;
  const state = screenLine(phaseWords(task.status, placeInLine));
  return [state, told, originWords(task, session)].filter(Boolean).join(' · ');
}

function originWords({ spec, status }: Task, session: TaskLinesOptions['session']): string {
  if (!session || session.id === spec.sessionId) return '';
  const since = 'startedAt' in status ? status.startedAt : status.since;
  return since < session.at ? 'from an earlier session' : 'from another session';
}

function asksWords(task: Task): string {
  return hasOpenStdin(task) ? 'seems to wait for input, s answers' : 'seems to wait for input';
}

function phaseWords(status: TaskStatus, place: number | undefined): string {
  switch (status.phase) {
    case 'queued':
      return [describeWait(status), ...(place === undefined ? [] : [place === 1 ? 'next' : ordinal(place)])].join(', ');
    case 'starting':
      return 'starting';
    case 'running':
      return '';
    case 'paused':
      return 'paused';
    case 'stopping':
      return stoppingWords(status.by);
    case 'done':
      return describeEnd(status.end);
    default:
      return status satisfies never;
  }
}

function stoppingWords(by: Actor): string {
  switch (by) {
    case 'user':
    case 'model':
      return `stopping, asked by the ${by}`;
    case 'time limit':
      return 'stopping at its time limit';
    default:
      return 'stopping';
  }
}
