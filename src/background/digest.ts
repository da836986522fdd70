import { cleanText } from './clean-text.ts';
import type { LogLine } from './task.ts';

/**
 * What matters in a log, in at most `budget` characters: the first errors with the lines that follow them, failing
 * tests, the last lines, in the order of the log. Each line stands in the log, with its number where that is known
 * (not behind a gap) and when the log is not quoted as a whole; what is left out is counted.
 */
export function digestLines(lines: readonly LogLine[], budget: number): string {
  const log = lines.map(toEntry);
  const whole = log.map(({ text, gap }) => (gap > 0 ? `… ${bytesWords(gap)} left out` : text)).join('\n');
  if (whole.length <= budget) return whole;

  const chosen = new Set<number>();
  for (const index of byImportance(log)) {
    if (chosen.has(index) || log[index]?.gap !== 0) continue;
    chosen.add(index);
    if (render(log, chosen).length > budget) chosen.delete(index);
  }
  return render(log, chosen).slice(0, budget);
}

interface Entry {
  readonly text: string;
  /** Bytes missing here; 0 for a line. */
  readonly gap: number;
}

function toEntry(line: LogLine): Entry {
  if (line.kind === 'gap') return { text: '', gap: line.bytes };
  const text = cleanText(line.text).trimEnd();
  return { text: text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text, gap: 0 };
}

const LONGEST_LINE = 240;

/** Lines by their index, the most important first; some more than once. */
function byImportance(log: readonly Entry[]): readonly number[] {
  const withText = log.flatMap(({ text }, index) => (text === '' ? [] : [index]));
  const matching = (pattern: RegExp): readonly number[] =>
    withText.filter((index) => pattern.test(log[index]?.text ?? '') && !HARMLESS.test(log[index]?.text ?? ''));
  const errors = matching(ERROR);
  return [
    ...withText.slice(-3),
    ...errors.slice(0, 3).flatMap((index) => [index, index + 1, index + 2]),
    ...matching(FAILING_TEST).slice(0, 15),
    ...errors.slice(3, 15),
    ...withText.slice(-100).reverse(),
  ];
}

const ERROR =
  /\b(?:errors?|fatal|panic(?:ked)?|traceback|failed|failure|undefined reference|segmentation fault|core dumped|command not found|no such file|permission denied|cannot|ERR!)(?:\b|$)|\b\w+(?:Error|Exception)\b|^E {3}/i;
const FAILING_TEST = /^\s*(?:FAILED\b|FAIL\b|--- FAIL:|not ok\b|[✗✘×✖] )|\bFAILED$/;
/** Passing tests that speak of errors, and counts of none. */
const HARMLESS =
  /^\s*(?:[✓✔√]|ok \d|PASS)|\bPASSED\b|^(?!.*[1-9]\d* (?:error|fail)).*\b(?:0|no) (?:error|fail|problem)/i;

function render(log: readonly Entry[], chosen: ReadonlySet<number>): string {
  const shown: string[] = [];
  let isNumbered = true;
  let skipped = { lines: 0, bytes: 0 };
  for (const [index, { text, gap }] of log.entries()) {
    if (gap > 0) isNumbered = false;
    if (chosen.has(index)) {
      shown.push(...leftOut(skipped), isNumbered ? `${index + 1}: ${text}` : text);
      skipped = { lines: 0, bytes: 0 };
    } else {
      skipped = { lines: skipped.lines + (gap > 0 ? 0 : 1), bytes: skipped.bytes + gap };
    }
  }
  return [...shown, ...leftOut(skipped)].join('\n');
}

function leftOut({ lines, bytes }: { readonly lines: number; readonly bytes: number }): readonly string[] {
  const counts = [lines > 0 && `${lines} ${lines === 1 ? 'line' : 'lines'}`, bytes > 0 && bytesWords(bytes)];
  const words = counts.filter((count) => count !== false);
  return words.length === 0 ? [] : [`… ${words.join(' and ')} left out`];
}

function bytesWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
