import { findAll, type Found } from './digest/find.ts';
import { toLog } from './digest/log.ts';

/** How many lines `failureLines` answers at most. */
const MOST = 3;

/**
 * What a failed command printed, in a few lines in their order: what sums it up and its first errors where they are
 * recognised, else the last lines. Cleaned and bounded in length; none when it printed nothing.
 */
export function failureLines(text: string): readonly string[] {
  const { lines } = toLog(text.split('\n').map((line) => ({ kind: 'text', text: line, at: 0, bytes: 0 })));
  const telling = tellingOf(findAll(lines)).filter((index) => lines[index] !== '');
  return [...new Set(telling.length === 0 ? lastOf(lines) : telling)]
    .slice(0, MOST)
    .sort((one, other) => one - other)
    .map((index) => lines[index] ?? '');
}

/** What sums it up, then the first error with a line that belongs to it, then more of them. */
function tellingOf({ verdicts, names, errors, others }: Found): readonly number[] {
  const [first, ...rest] = [...errors, ...others];
  const error = first === undefined ? [] : [first.at, ...first.more.slice(0, 1)];
  return [...verdicts.slice(-2), ...error, ...names, ...rest.map(({ at }) => at)];
}

function lastOf(lines: readonly string[]): readonly number[] {
  return [...lines.keys()].filter((index) => lines[index] !== '').slice(-MOST);
}
