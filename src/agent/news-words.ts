/** What a task has to tell while it runs, in words for the model; and each in one line, for the screen. */
import { hasOpenStdin, type AskingTask, type Matched, type PatternMatch } from '../background/task.ts';
import { cut } from '../background/cut.ts';

const LONGEST = 2_000;

/** `matched /ready/: ready on http://localhost:3000`, then what else matched. */
export function matchedWords({ patterns, skipped }: Matched): string {
  const lines = [...patterns.flatMap(patternLines), ...(skipped > 0 ? [skippedWords(skipped)] : [])];
  return cut(lines.join('\n'), LONGEST);
}

/** In one line: `matched /ready/: ready on http://localhost:3000`. */
export function shortMatch({ patterns, skipped }: Matched): string {
  const [first] = patterns.flatMap(patternLines);
  return first ?? skippedWords(skipped);
}

/** That it seems to wait, for what, and what can be done about it. */
export function asksWords(task: AskingTask): string {
  const { line, silence } = task.asks;
  const remedy = hasOpenStdin(task)
    ? 'Answer with send_background, or end it with stop_background.'
    : 'Its stdin is empty, so it cannot be answered: end it with stop_background, then start it again with stdin true, or so that it does not ask.';
  return `seems to wait for input: it printed nothing for ${silence / 1000} s after "${line}"\n${remedy}`;
}

function patternLines({ pattern, lines, more, tooSlow }: PatternMatch): readonly string[] {
  const name = slashed(pattern);
  const [first, ...others] = lines;
  return [
    ...(first === undefined ? [] : [`matched ${name}: ${first}`, ...others]),
    ...(more > 0 ? [`… ${more} more ${more === 1 ? 'line' : 'lines'} matched`] : []),
    ...(tooSlow ? [`the pattern ${name} took too long on its output and is not looked for any more`] : []),
  ];
}

/** As a regular expression is written; one that was given so already stays. */
function slashed(pattern: string): string {
  return /^\/.+\/[imsu]*$/s.test(pattern) ? pattern : `/${pattern}/`;
}

function skippedWords(bytes: number): string {
  return `printed too fast: ${bytes.toLocaleString('en-US')} bytes were not searched for patterns`;
}
