/** Numbers of lines as ranges, first and last, both counted from 1. */
import type { LineRange } from './task-log.ts';

/** The fewest ranges that hold these numbers, ascending. */
export function toRanges(numbers: Iterable<number>): readonly LineRange[] {
  const ranges: [number, number][] = [];
  for (const number of [...numbers].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && number <= last[1] + 1) last[1] = Math.max(last[1], number);
    else ranges.push([number, number]);
  }
  return ranges;
}
