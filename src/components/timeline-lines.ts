/** The timeline as lines: an axis, the model, a row for each task, and what working side by side has brought. */
import sliceAnsi from 'slice-ansi';
import { isEnded, type Task, type TaskId } from '../background/task.ts';
import type { TimelineState } from '../store/state.ts';
import { modelSpans, taskSpan, type ModelSpan, type Overlap, type Span } from '../store/timeline.ts';
import { duration, statusLook, wholeSeconds } from './format.ts';
import { moreWords } from './more-words.ts';
import { taskName } from './task-lines.ts';
import { displayWidth, padEnd, truncate } from './text.ts';
import type { Style, Theme } from './theme.ts';
import { axisLine } from './timeline-axis.ts';

export interface TimelineOptions {
  readonly timeline: TimelineState;
  /** In the order of their rows. */
  readonly tasks: readonly Task[];
  readonly chosen: TaskId | null;
  readonly window: Span;
  readonly overlap: Overlap;
  readonly now: number;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** Rows of the body, as many as `height` at most. */
export function timelineLines(options: TimelineOptions): readonly string[] {
  const { width, height, theme, window, timeline, now, tasks } = options;
  if (timeline.changes.length === 0 && tasks.length === 0) {
    return ['', theme.dim('   Nothing has happened yet.')];
  }
  const label = labelWidth(width);
  const chart = width - label - 2;
  const cell = (window.to - window.from) / chart;
  const below = summaryLines(options);
  const { first, to } = windowOn(options, Math.max(1, height - 4 - below.length));
  const rows = taskRows({ ...options, tasks: tasks.slice(first, to) }, { label, chart, cell });
  return [
    `${' '.repeat(label)} ${theme.dim(axisLine(window, chart))}`,
    '',
    `${padEnd('  model', label)} ${modelRow(modelSpans(timeline, now), { window, chart, cell, theme })}`,
    ...rows,
    theme.dim(`  ${moreWords(first, tasks.length - to)}`.trimEnd()),
    ...below,
  ];
}

/** What the signs mean, for the bottom. */
export function timelineLegend(theme: Theme): string {
  const signs = [
    theme.accent(SIGNS.writing),
    theme.alive(SIGNS.tools),
    theme.dim(SIGNS.waiting),
    theme.warn(SIGNS.asking),
    theme.alive(RUNNING),
    theme.dim(WAITING),
  ];
  const words = ['writing', 'tools', 'thinking', 'asking you', 'running', 'waiting'];
  return signs.map((sign, index) => `${sign} ${theme.dim(words[index] ?? '')}`).join('  ');
}

const SIGNS: Readonly<Record<ModelSpan['kind'], string>> = {
  writing: '▓',
  tools: '█',
  thinking: '░',
  waiting: '░',
  asking: '▒',
};
const RUNNING = '━';
const STANDING = '╌';
const WAITING = '┄';

function labelWidth(width: number): number {
  return Math.max(14, Math.min(32, Math.floor(width / 5)));
}

interface Chart {
  readonly window: Span;
  /** How many columns it has, and how many milliseconds one is. */
  readonly chart: number;
  readonly cell: number;
  readonly theme: Theme;
}

/** Each column shows what took the most of its time; what is too short for a column is shown all the same. */
function modelRow(spans: readonly ModelSpan[], { window, chart, cell, theme }: Chart): string {
  const most = new Array<number>(chart).fill(0);
  const kinds = new Array<ModelSpan['kind'] | undefined>(chart).fill(undefined);
  for (const { kind, from, to } of spans) {
    if (to <= window.from || from >= window.to) continue;
    const first = columnOf(from, { window, chart, cell });
    const last = Math.max(first, columnOf(to - 1, { window, chart, cell }));
    for (let at = first; at <= last; at += 1) {
      const start = window.from + at * cell;
      const share = Math.min(to, start + cell) - Math.max(from, start);
      if (share <= (most[at] ?? 0)) continue;
      most[at] = share;
      kinds[at] = kind;
    }
  }
  return kinds.map((kind) => (kind === undefined ? ' ' : modelStyle(kind, theme)(SIGNS[kind]))).join('');
}

function modelStyle(kind: ModelSpan['kind'], theme: Theme): Style {
  switch (kind) {
    case 'writing':
      return theme.accent;
    case 'tools':
      return theme.alive;
    case 'asking':
      return theme.warn;
    case 'thinking':
    case 'waiting':
      return theme.dim;
    default:
      return kind satisfies never;
  }
}

function columnOf(at: number, { window, chart, cell }: Pick<Chart, 'window' | 'chart' | 'cell'>): number {
  return Math.max(0, Math.min(chart - 1, Math.floor((at - window.from) / cell)));
}

function taskRows(
  options: TimelineOptions,
  { label, chart, cell }: { readonly label: number; readonly chart: number; readonly cell: number },
): readonly string[] {
  const { tasks, chosen, window, theme } = options;
  return tasks.map((task) => {
    const name = truncate(taskName(task), label - 2);
    const isChosen = task.id === chosen;
    const words = padEnd(`${isChosen ? theme.accent('›') : ' '} ${isChosen ? theme.bold(name) : name}`, label + 1);
    return `${words}${taskBar(task, { ...options, window, chart, cell, theme })}`;
  });
}

/** As many as there is room for, the chosen one among them, the newest otherwise. */
function windowOn(
  { tasks, chosen }: Pick<TimelineOptions, 'tasks' | 'chosen'>,
  room: number,
): { readonly first: number; readonly to: number } {
  const at = tasks.findIndex(({ id }) => id === chosen);
  const to = Math.min(tasks.length, Math.max(room, at === -1 ? tasks.length : at + 1));
  return { first: Math.max(0, to - room), to };
}

function taskBar(task: Task, chart: Chart & Pick<TimelineOptions, 'timeline' | 'now'>): string {
  const { window, theme, timeline, now } = chart;
  const look = statusLook(task.status, theme);
  const { status } = task;
  if (status.phase === 'queued')
    return bar({ from: status.since, to: now }, WAITING, { ...chart, style: theme.dim, end: '' });
  const span = taskSpan(task, timeline, now);
  if (span === undefined) {
    const at = isEnded(task) ? task.status.end.at : now;
    return bar({ from: at, to: at }, ' ', { ...chart, style: theme.dim, end: look.style(look.glyph) });
  }
  if (status.phase === 'paused') {
    const ran = bar({ from: span.from, to: status.since }, RUNNING, { ...chart, style: theme.alive, end: '' });
    const stands = bar({ from: status.since, to: now }, STANDING, { ...chart, style: theme.warn, end: '' });
    return ran + (status.since >= window.to ? '' : sliceAnsi(stands, displayWidth(ran)));
  }
  const took = theme.dim(` ${duration(wholeSeconds(span.to - span.from))}`);
  const end = look.style(isEnded(task) ? look.glyph : '▶');
  const drawn = bar(span, RUNNING, { ...chart, style: isEnded(task) ? theme.dim : look.style, end });
  const fits = span.to <= window.to && displayWidth(drawn + took) <= chart.chart;
  return fits && drawn !== '' ? drawn + took : drawn;
}

/** From column to column, with a sign at its end where the end is seen. */
function bar({ from, to }: Span, sign: string, chart: Chart & { readonly style: Style; readonly end: string }): string {
  const { window, style, end, chart: columns } = chart;
  if (to < window.from || from > window.to) return '';
  const first = columnOf(from, chart);
  const endsHere = to <= window.to && end !== '';
  const last = Math.max(first, columnOf(to - 1, chart));
  const body = sign.repeat(Math.max(0, last - first + (endsHere ? 0 : 1)));
  const drawn = `${' '.repeat(first)}${style(body)}${endsHere ? end : ''}`;
  return displayWidth(drawn) <= columns ? drawn : sliceAnsi(drawn, 0, columns);
}

function summaryLines({ overlap, width, theme }: TimelineOptions): readonly string[] {
  const [worked, oneByOne] = [wholeSeconds(overlap.worked), wholeSeconds(overlap.oneByOne)];
  const saved = oneByOne - worked;
  const facts = [
    `${theme.bold(duration(worked))} ${theme.dim('worked')}`,
    `${theme.dim('one after the other')} ${theme.bold(duration(oneByOne))}`,
    `${theme.dim('saved')} ${saved >= 1000 ? theme.good(theme.bold(duration(saved))) : duration(saved)}`,
    `${theme.dim('waited only for tasks')} ${duration(Math.min(worked, wholeSeconds(overlap.waitedForTasks)))}`,
  ];
  const line = ` ${facts.join(theme.dim(' · '))}`;
  const lines =
    displayWidth(line) <= width
      ? [line]
      : [` ${facts.slice(0, 2).join(theme.dim(' · '))}`, ` ${facts.slice(2).join(theme.dim(' · '))}`];
  return [...lines, ` ${timelineLegend(theme)}`].map((each) => truncate(each, width));
}
