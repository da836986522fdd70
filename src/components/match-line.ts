/** A line with what was found in it made visible. */
import type { Style } from './theme.ts';

export interface LineMatch {
  /** Indexes into the line without its styles; they do not overlap and ascend. */
  readonly from: number;
  readonly to: number;
  readonly style: Style;
}

/** The styles that the line has go on within the matches. */
export function withMatches(line: string, matches: readonly LineMatch[]): string {
  if (matches.length === 0) return line;
  let index = 0;
  const parts = line.split(/(\u001B\[[\d;:]*m)/).map((part) => {
    if (part.startsWith('\u001B')) return part;
    const start = index;
    index += part.length;
    return paint(part, start, matches);
  });
  return parts.join('');
}

/** `start`: where the text stands in the line. */
function paint(text: string, start: number, matches: readonly LineMatch[]): string {
  let drawn = '';
  let done = 0;
  for (const { from, to, style } of matches) {
    const begin = Math.max(done, from - start);
    const end = Math.min(text.length, to - start);
    if (begin >= end) continue;
    drawn += text.slice(done, begin) + style(text.slice(begin, end));
    done = end;
  }
  return drawn + text.slice(done);
}
