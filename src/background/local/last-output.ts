import { cleanText } from '../clean-text.ts';
import { createScreenLines } from '../screen-lines.ts';
import type { TaskOutput } from '../task.ts';
import { keptExtents, readBytes } from './log-segments.ts';

/** What a task printed so far, from the end of its log; `previous` has the last line when no newer one has text. */
export function readOutput(folder: string, previous: TaskOutput): TaskOutput {
  const last = keptExtents(folder).at(-1);
  if (last === undefined) return previous;
  const tail = readBytes(last, Math.max(last.from, last.to - TAIL), last.to);
  return { size: last.to, lastLine: lastLineOf(tail) ?? previous.lastLine };
}

const TAIL = 4_096;
const LONGEST_LINE = 200;
const LINE_END = 0x0a;

function lastLineOf(raw: Buffer): string | undefined {
  let end = raw.length;
  while (end > 0) {
    const begin = raw.lastIndexOf(LINE_END, end - 1) + 1;
    const text = begin < end ? plainText(raw.subarray(begin, end)) : '';
    if (text !== '') return text;
    end = begin - 1;
  }
  return undefined;
}

function plainText(line: Buffer): string {
  const screen = createScreenLines({ maxLine: LONGEST_LINE });
  screen.write(line);
  return cleanText(screen.rest()).trim().slice(0, LONGEST_LINE);
}
