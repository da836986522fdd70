/** Lines of a log as ranges. */
import type { LineRange, LogLine } from './task-log.ts';

/** Where lines begin, in their order, as ranges: one ends where a line is left out, which is `undefined`. */
export function toRanges(begins: readonly (number | undefined)[]): readonly LineRange[] {
  const ranges: [number, number][] = [];
  begins.forEach((begin, index) => {
    const last = ranges.at(-1);
    if (begin === undefined) return;
    if (last === undefined || begins[index - 1] === undefined) ranges.push([begin, begin]);
    else last[1] = begin;
  });
  return ranges;
}

/** Where it begins; nothing of what was not kept. */
export function beginOf(line: LogLine): number | undefined {
  return line.kind === 'text' ? line.at : undefined;
}
