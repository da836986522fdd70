import { cut } from '../../background/cut.ts';
import type { Change } from './change.ts';
import { counted } from './words.ts';

/** The changed lines as they are now, with some around them, numbered as `read_file` does it; the first twenty. */
export function linesNow({ hunks }: Pick<Change, 'hunks'>): string {
  const parts = hunks.map(({ start, lines }) => numbered(start, lines));
  const shown: string[] = [];
  let left = 0;
  for (const [index, part] of parts.entries()) {
    const lines = part.slice(0, Math.max(0, SHOWN - shown.length));
    left += part.length - lines.length;
    if (index > 0 && lines.length > 0) shown.push('…');
    shown.push(...lines);
  }
  if (left > 0) shown.push(`[${counted(left, 'more line')}: read_file shows them.]`);
  return shown.join('\n');
}

const SHOWN = 20;
const LINE = 300;

/** Without what was there before. */
function numbered(start: number, lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => line.startsWith(' ') || line.startsWith('+'))
    .map((line, index) => `${start + index}\t${cut(line.slice(1).replace(/\r$/, ''), LINE)}`);
}
