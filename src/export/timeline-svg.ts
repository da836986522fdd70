/** The session over time: one row for the model and its tools, one for each task. */
import { outcomeOf } from '../background/task-outcome.ts';
import { isEnded } from '../background/task.ts';
import { duration, secondsWords } from '../components/format.ts';
import { truncate } from '../components/text.ts';
import { escapeHtml } from './escape-html.ts';
import type { Report, ReportTask, Span } from './report.ts';
import { createTimeScale, type TimeScale } from './time-scale.ts';

const WIDTH = 960;
const LABELS = 200;
const RIGHT = 12;
const TOP = 26;
const ROW = 24;
const BAR = 12;
/** Rows of tasks; those that took longest are shown. */
const MOST_TASKS = 40;
const LABEL_CHARACTERS = 28;

/** Empty when nothing took any time. */
export function timelineSvg({ spans, tasks }: Report): string {
  if (spans.length === 0) return '';
  const finite = spans.filter(({ endless }) => endless !== true);
  const scale = createTimeScale(finite.length > 0 ? finite : spans, WIDTH - LABELS - RIGHT);
  const shown = longest(spans.filter(({ kind }) => kind === 'task'));
  const height = TOP + ROW * (shown.length + 1) + 6;
  const bottom = height - 6;
  const own = spans.filter(({ kind }) => kind !== 'task');
  return [
    `<svg class="timeline" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="What the model and the tasks did over time">`,
    ...ticks(scale, { start: Math.min(...spans.map(({ from }) => from)), bottom }),
    ...cuts(scale, bottom),
    row('model', 0),
    ...own.map((span) => bar(span, { scale, y: rowTop(0), look: span.kind })),
    ...shown.flatMap((span, index) => [
      row(span.label, index + 1),
      bar(span, { scale, y: rowTop(index + 1), look: lookOf(tasks, span) }),
    ]),
    '</svg>',
    hiddenWords(spans, shown.length),
  ].join('\n');
}

function longest(spans: readonly Span[]): readonly Span[] {
  if (spans.length <= MOST_TASKS) return spans;
  const chosen = new Set(spans.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST_TASKS));
  return spans.filter((span) => chosen.has(span));
}

function hiddenWords(spans: readonly Span[], shown: number): string {
  const hidden = spans.filter(({ kind }) => kind === 'task').length - shown;
  return hidden > 0 ? `<p class="faint">and ${hidden} shorter tasks</p>` : '';
}

function ticks({ ticks: marks }: TimeScale, { start, bottom }: { start: number; bottom: number }): readonly string[] {
  let free = -Infinity;
  return marks.map(({ x, time }) => {
    const left = round(LABELS + x);
    const isShown = x >= free;
    if (isShown) free = x + 54;
    const label = isShown ? `<text x="${left}" y="12" text-anchor="middle">${duration(time - start)}</text>` : '';
    return `<line class="tick" x1="${left}" x2="${left}" y1="${TOP - 8}" y2="${bottom}"/>${label}`;
  });
}

function cuts({ cuts: all }: TimeScale, bottom: number): readonly string[] {
  return all.map(({ x, gap }) => {
    const left = round(LABELS + x);
    const title = `<title>${secondsWords(gap)} in which nothing went on</title>`;
    return `<g class="cut">${title}<rect x="${round(left - 9)}" y="${TOP - 8}" width="18" height="${bottom - TOP + 8}"/><text x="${left}" y="${round((TOP + bottom) / 2)}" text-anchor="middle">⋮</text></g>`;
  });
}

function row(label: string, index: number): string {
  const y = rowTop(index) + BAR - 2;
  return `<text class="label" x="${LABELS - 12}" y="${y}" text-anchor="end">${escapeHtml(truncate(label, LABEL_CHARACTERS))}</text>`;
}

function bar(
  { from, to, label, taskId }: Span,
  { scale, y, look }: { readonly scale: TimeScale; readonly y: number; readonly look: string },
): string {
  const left = LABELS + scale.at(from);
  const width = Math.max(scale.at(to) - scale.at(from), 2);
  const title = `<title>${escapeHtml(label)}: ${secondsWords(to - from)}</title>`;
  const rect = `<rect class="bar ${look}" x="${round(left)}" y="${y}" width="${round(width)}" height="${BAR}" rx="3">${title}</rect>`;
  return taskId === undefined ? rect : `<a href="#task-${escapeHtml(taskId)}">${rect}</a>`;
}

/** `good`, `bad`, `stopped` or `alive`. */
function lookOf(tasks: readonly ReportTask[], { taskId }: Span): string {
  const task = tasks.find((one) => one.task.id === taskId)?.task;
  return task === undefined || !isEnded(task) ? 'alive' : outcomeClass(outcomeOf(task.status.end));
}

export function outcomeClass(outcome: ReturnType<typeof outcomeOf>): 'good' | 'bad' | 'stopped' {
  switch (outcome) {
    case 'completed':
    case 'exited':
      return 'good';
    case 'stopped':
    case 'skipped':
      return 'stopped';
    case 'failed':
    case 'timeout':
    case 'error':
    case 'lost':
      return 'bad';
    default:
      return outcome satisfies never;
  }
}

function rowTop(index: number): number {
  return TOP + index * ROW;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
