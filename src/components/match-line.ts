/** A line with what was found in it made visible. */
import sliceAnsi from 'slice-ansi';
import { displayWidth } from './text.ts';
import type { Style } from './theme.ts';

export interface LineMatch {
  /** Indexes into the line without its styles; they do not overlap and ascend. */
  readonly from: number;
  readonly to: number;
  readonly style: Style;
}

export function withMatches(line: string, matches: readonly LineMatch[]): string {
  const plain = line.replace(/\u001B\[[\d;:]*m/g, '');
  let drawn = '';
  let column = 0;
  for (const { from, to, style } of matches) {
    const start = displayWidth(plain.slice(0, from));
    drawn += sliceAnsi(line, column, start) + style(plain.slice(from, to));
    column = displayWidth(plain.slice(0, to));
  }
  return matches.length === 0 ? line : drawn + sliceAnsi(line, column);
}
