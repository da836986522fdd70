import { byImportance } from './digest/by-importance.ts';
import { findAll } from './digest/find.ts';
import { toLog } from './digest/log.ts';

/** How many lines `failureLines` answers at most. */
const MOST = 3;

/**
 * What a failed command printed, in a few lines in their order: what sums it up and its first errors where they are
 * recognised, else the last lines. Cleaned and bounded in length; none when it printed nothing.
 */
export function failureLines(text: string): readonly string[] {
  const { lines } = toLog(text.split('\n').map((line) => ({ kind: 'text', text: line, at: 0, bytes: 0 })));
  const found = findAll(lines);
  const says = [found.verdicts, found.errors, found.others].some(({ length }) => length > 0);
  const chosen = says ? byImportance(lines, found) : lastOf(lines);
  return [...new Set(chosen)]
    .slice(0, MOST)
    .sort((one, other) => one - other)
    .map((index) => lines[index] ?? '');
}

function lastOf(lines: readonly string[]): readonly number[] {
  return [...lines.keys()].filter((index) => lines[index] !== '').slice(-MOST);
}
