import { cleanText } from './clean-text.ts';
import type { LogLine } from './task.ts';

/**
 * What matters in a log, in at most `budget` characters: the first errors with the lines that follow them, failing
 * tests, the last lines, in the order of the log. A log that fits is quoted as a whole. Else each line comes with its
 * number, where no gap is before it, and what is left out is counted. A line over 240 characters is cut.
 */
export function digestLines(lines: readonly LogLine[], budget: number): string {
  const log = toLog(lines);
  const length = log.lines.reduce((sum, line) => sum + line.length + 1, 0);
  const whole = length <= budget ? render(log, { chosen: log.lines.keys(), numbered: false }) : undefined;
  if (whole !== undefined && whole.length <= budget) return whole;

  const chosen = new Set<number>();
  for (const index of byImportance(log.lines)) {
    if (chosen.has(index)) continue;
    chosen.add(index);
    if (render(log, { chosen, numbered: true }).length > budget) chosen.delete(index);
  }
  return render(log, { chosen, numbered: true }).slice(0, budget);
}

interface Log {
  readonly lines: readonly string[];
  /** Output that is missing, and the index of the line before which it is. */
  readonly gaps: readonly { readonly before: number; readonly bytes: number }[];
}

function toLog(given: readonly LogLine[]): Log {
  const lines: string[] = [];
  const gaps: { before: number; bytes: number }[] = [];
  for (const line of given) {
    if (line.kind === 'gap') gaps.push({ before: lines.length, bytes: line.bytes });
    else lines.push(cut(cleanText(line.text).trimEnd()));
  }
  return { lines, gaps };
}

function cut(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE).replace(/[\ud800-\udbff]$/, '')}…` : line;
}

const LONGEST_LINE = 240;

/** Lines by their index, the most important first; some more than once. */
function byImportance(lines: readonly string[]): readonly number[] {
  const withText = [...lines.keys()].filter((index) => lines[index] !== '');
  const matching = (pattern: RegExp): readonly number[] =>
    withText.filter((index) => pattern.test(lines[index] ?? '') && !HARMLESS.test(lines[index] ?? ''));
  const errors = matching(ERROR);
  const firstErrors = errors.slice(0, 3).flatMap((index) => [index, index + 1, index + 2]);
  return [
    ...withText.slice(-3),
    ...firstErrors.filter((index) => index < lines.length),
    ...matching(FAILING_TEST).slice(0, 15),
    ...errors.slice(3, 15),
    ...withText.slice(-100).reverse(),
  ];
}

const ERROR = new RegExp(
  [
    /\b(?:errors?|fatal|panic(?:ked)?|traceback|failed|failures?|cannot|undefined reference|core dumped)\b/,
    /\b(?:segmentation fault|command not found|no such file|permission denied|npm ERR!)/,
    /\b\w+(?:error|exception)\b/,
    /^E {3}/,
  ]
    .map((pattern) => pattern.source)
    .join('|'),
  'i',
);
const FAILING_TEST = /^\s*(?:FAILED\b|FAIL\b|--- FAIL:|not ok\b|[✗✘×✖] )|\bFAILED$/;
/** Tests that passed and speak of errors, and counts of none. */
const HARMLESS = /^\s*(?:[✓✔√]|ok \d|PASS)|\bPASSED\b|^\D*\b(?:0|no) (?:errors?|failed|failures?)\b\D*$/i;

function render(
  log: Log,
  { chosen, numbered }: { readonly chosen: Iterable<number>; readonly numbered: boolean },
): string {
  const firstGap = log.gaps[0]?.before ?? log.lines.length;
  const shown: string[] = [];
  let next = 0;
  for (const index of [...chosen].sort((one, other) => one - other)) {
    const number = numbered && index < firstGap ? `${index + 1}: ` : '';
    shown.push(...leftOut(log, next, index), `${number}${log.lines[index]}`);
    next = index + 1;
  }
  return [...shown, ...leftOut(log, next, log.lines.length)].join('\n');
}

function leftOut({ gaps }: Log, from: number, to: number): readonly string[] {
  const between = gaps.filter(({ before }) => before >= from && before <= to);
  const bytes = between.reduce((sum, gap) => sum + gap.bytes, 0);
  const lines = to - from;
  const words = [
    ...(lines > 0 ? [`${lines} ${lines === 1 ? 'line' : 'lines'}`] : []),
    ...(bytes > 0 ? [bytesWords(bytes)] : []),
  ];
  return words.length === 0 ? [] : [`… ${words.join(' and ')} left out`];
}

function bytesWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
