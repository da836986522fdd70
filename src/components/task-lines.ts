/** Tasks as lines for the pane and for narrow screens: what, how long, what it just said, how it ended. */
import { describeEnd, outcomeOf } from '../background/task-outcome.ts';
import { agentOf, describeWait, hasOpenStdin, hasDuration, isAsking, isEnded } from '../background/task.ts';
import type { SessionInfo } from '../agent/events.ts';
import type { Actor, Task, TaskId, TaskStatus, TaskUsage } from '../background/task.ts';
import type { PrintRates } from '../store/print-rates.ts';
import { bytes, duration, ordinal, statusLook, wholeSeconds } from './format.ts';
import { activityRow } from './task-activity.ts';
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
  readonly rates?: PrintRates | undefined;
  /** What its processes use, where that is looked at. */
  readonly usage?: TaskUsage | undefined;
  /** The terminal makes links of OSC 8. */
  readonly links?: boolean;
  readonly calm?: boolean;
  /** Its place among those that wait for a free one: 1 is the next. */
  readonly placeInLine?: number | undefined;
  /** What another task is called; else its id is told. */
  readonly nameOf?: ((id: TaskId) => string) | undefined;
}

const MARGIN = '   ';
const NOTHING_PRINTED = 'nothing printed yet';
/** So that a long reason does not push the other tasks out of the pane. */
const END_ROWS = 2;
/** Columns in which a name can be told beside ports and clock. */
const ROOM_FOR_PORTS = 30;
/** Columns of one line in which is also told how busy a task is, and how many that takes. */
export const ROOM_FOR_ACTIVITY = 130;
const ACTIVITY_COLUMNS = 44;

/** A task in two to four lines: its bar and estimate come between its name and what it said last, then how busy it is. */
export function taskLines(task: Task, options: TaskLinesOptions): readonly string[] {
  const room = Math.max(1, options.width - MARGIN.length);
  const progress = progressRow(task, { ...options, width: room });
  const details = [
    ...stateRows(task, options, room),
    ...(progress === '' ? [] : [progress]),
    ...outputRows(task, options, room),
    ...(isBusy(task, options) ? [activityRow(task.output.size, { ...options, width: room })] : []),
  ];
  return below(headline(task, options), details, options);
}

/** A task in two lines, where many run. */
export function shortTaskLines(task: Task, options: TaskLinesOptions): readonly string[] {
  const room = Math.max(1, options.width - MARGIN.length);
  const progress = progressPart(task, { ...options, width: room });
  const said = stateWords(task, options) || screenLine(task.output.lastLine) || NOTHING_PRINTED;
  const { style } = statusLook(task.status, options.theme);
  const words = isFailure(task) ? style(said) : isEnded(task) ? options.theme.dim(said) : said;
  return below(headline(task, options), [progress === '' ? words : `${progress.trimStart()} ${words}`], options);
}

function below(head: string, details: readonly string[], { width }: TaskLinesOptions): readonly string[] {
  return [head, ...details.map((line) => fitLine(MARGIN + line, '', width))];
}

/** A task in one line of the pane: ` ✗ npm test              exit 1 0:41`. */
export function paneLine(task: Task, options: TaskLinesOptions): string {
  return headline(task, options, factWords(task));
}

/** How far it is, or how it ended, where there is no room for more. */
function factWords({ status, output: { progress } }: Task): string {
  if (status.phase === 'done') return status.end.kind === 'exited' ? `exit ${status.end.code}` : outcomeOf(status.end);
  if (status.phase === 'queued') return 'waits';
  if (status.phase === 'paused' || status.phase === 'stopping') return status.phase;
  return progress?.fraction === undefined ? '' : `${Math.floor(progress.fraction * 100)} %`;
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
  const facts = [theme.dim(sandboxSign(task)), progressPart(task, options), theme.alive(portWords(task, options.links))]
    .filter(Boolean)
    .map((fact) => `${fact} `);
  const busy =
    width >= ROOM_FOR_ACTIVITY && isBusy(task, options)
      ? activityRow(task.output.size, { ...options, width: ACTIVITY_COLUMNS })
      : '';
  return fitLine(`${start} ${facts.join('')}${(asks ? theme.warn : theme.dim)(said)}`, busy, width);
}

/** What a task is called: its label, else its command; of an agent its prompt. */
export function taskName(task: Task): string {
  const name = screenLine(task.spec.label ?? '') || screenLine(task.spec.command);
  return task.spec.hosted?.kind === 'agent' ? `agent: ${name}` : name;
}

/** What it is and how long; `fact` is told beside that. */
function headline(task: Task, options: TaskLinesOptions, fact = ''): string {
  const look = statusLook(task.status, options.theme);
  const { width, theme, links } = options;
  const clock = elapsed(task, options.now);
  const ports = width < ROOM_FOR_PORTS ? '' : portWords(task, links);
  const words = isFailure(task) ? look.style(fact) : theme.dim(fact);
  const right = [words, theme.dim(sandboxSign(task)), theme.alive(ports), clock].filter(Boolean).join(' ');
  const name = truncate(taskName(task), Math.max(1, width - MARGIN.length - displayWidth(right) - 1));
  return fitLine(`${mark(options)}${look.style(look.glyph)} ${emphasised(name, options)}`, right, width);
}

/** Of one that runs in the sandbox; the title of its log says what the sign means. */
export function sandboxSign({ spec }: Task): string {
  return spec.sandbox === undefined ? '' : '▣';
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
      if (!hasDuration(status.end)) return '';
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
  const [first = '', ...rest] = shown.map(isFailure(task) ? style : options.theme.dim);
  const { size } = task.output;
  const isSilent = !isEnded(task) || isFailure(task) || size === 0;
  return isSilent ? [first, ...rest] : [withSize(first, { size, room, theme: options.theme }), ...rest];
}

function outputRows(task: Task, options: TaskLinesOptions, room: number): readonly string[] {
  const { size, lastLine } = task.output;
  if (isEnded(task) && !isFailure(task)) return [];
  const { theme } = options;
  const last = screenLine(lastLine);
  if (last === '') return task.status.phase === 'running' ? [theme.dim(truncate(NOTHING_PRINTED, room))] : [];
  if (isAsking(task)) return [theme.warn(truncate(last, room))];
  return [isBusy(task, options) ? truncate(last, room) : withSize(last, { size, room, theme })];
}

/** The size is worth less than the end of what was said. */
function withSize(
  words: string,
  { size, room, theme }: { readonly size: number; readonly room: number; readonly theme: Theme },
): string {
  const printed = bytes(size);
  const fits = displayWidth(words) + 1 + printed.length <= room;
  return fits ? fitLine(words, theme.dim(printed), room) : truncate(words, room);
}

/** It runs and has nothing more to say: how busy it is has a line of its own. */
function isBusy(task: Task, options: TaskLinesOptions): boolean {
  return options.calm !== true && task.status.phase === 'running' && stateWords(task, options) === '';
}

function isFailure(task: Task): boolean {
  return isEnded(task) && !['completed', 'exited', 'stopped', 'skipped'].includes(outcomeOf(task.status.end));
}

/** What the headline does not say; empty for a task that simply runs. */
function stateWords(task: Task, { toldIn, placeInLine, session, nameOf }: TaskLinesOptions): string {
  if (isAsking(task)) return asksWords(task);
  const told = toldIn === undefined ? '' : `told in request ${toldIn}`;
  const state = screenLine(phaseWords(task.status, { place: placeInLine, nameOf }));
  return [state, told, originWords(task, session)].filter(Boolean).join(' · ');
}

function originWords({ spec, status }: Task, session: TaskLinesOptions['session']): string {
  if (!session || session.id === spec.sessionId) return '';
  const agent = agentOf(spec.sessionId);
  if (agent !== undefined) return `of agent ${agent}`;
  const since = 'startedAt' in status ? status.startedAt : status.since;
  return since < session.at ? 'from an earlier session' : 'from another session';
}

function asksWords(task: Task): string {
  return hasOpenStdin(task) ? 'seems to wait for input, s answers' : 'seems to wait for input';
}

function phaseWords(
  status: TaskStatus,
  { place, nameOf }: { readonly place: number | undefined; readonly nameOf: TaskLinesOptions['nameOf'] },
): string {
  switch (status.phase) {
    case 'queued':
      return [
        describeWait(status, nameOf),
        ...(place === undefined ? [] : [place === 1 ? 'next' : ordinal(place)]),
      ].join(', ');
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
