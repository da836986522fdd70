import { cut, endOf, startOf } from './cut.ts';
import type { TextRange } from './pattern-search.ts';

/** At most `limit` units of a line, so that the match is in it; `…` stands for what is left out on either side. */
export function aroundMatch(line: string, range: TextRange | undefined, limit: number): string {
  if (line.length <= limit || range === undefined || range[1] < limit) return cut(line, limit);
  const [from, to] = range;
  const room = limit - 2;
  const begin = Math.max(0, Math.min(from - Math.max(room - (to - from), 0) / 2, line.length - room));
  const inner = startOf(endOf(line, line.length - Math.floor(begin)), room);
  return `…${inner}${begin + room < line.length ? '…' : ''}`;
}
