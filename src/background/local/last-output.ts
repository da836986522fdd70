import { cleanText } from '../clean-text.ts';
import { endOf, startOf } from '../cut.ts';
import { createProgressReader, FRESH_LINES } from '../progress.ts';
import { createScreenLines } from '../screen-lines.ts';
import type { TaskOutput } from '../task.ts';
import { keptExtents, readBytes } from './log-segments.ts';

/** Answers each time what a task has printed so far, from the end of its log. */
export function createOutputReader(folder: string): () => TaskOutput {
  const readProgress = createProgressReader();
  let output: TaskOutput = { size: 0, lastLine: '' };

  return () => {
    const last = keptExtents(folder).at(-1);
    if (last === undefined || last.to === output.size) return output;
    const tail = readBytes(last, Math.max(last.from, last.to - TAIL), last.to);
    const newestFirst = lastLines(tail, FRESH_LINES);
    const lastLine = newestFirst[0] === undefined ? output.lastLine : shortened(newestFirst[0]);
    const progress = readProgress(newestFirst);
    output = { size: last.to, lastLine, ...(progress === undefined ? {} : { progress }) };
    return output;
  };
}

const TAIL = 4_096;
const LONGEST_LINE = 200;
const LONGEST_READ = TAIL;
const LINE_END = 0x0a;

/** Its beginning says what it is about, its end whether it asks something. */
function shortened(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  const half = LONGEST_LINE / 2;
  return `${startOf(line, half - 1)}…${endOf(line, half)}`;
}

/** At most `most` lines with text, the last one first. */
function lastLines(raw: Buffer, most: number): readonly string[] {
  const lines: string[] = [];
  let end = raw.length;
  while (end > 0 && lines.length < most) {
    const begin = raw.lastIndexOf(LINE_END, end - 1) + 1;
    const text = begin < end ? plainText(raw.subarray(begin, end)) : '';
    if (text !== '') lines.push(text);
    end = begin - 1;
  }
  return lines;
}

function plainText(line: Buffer): string {
  const screen = createScreenLines({ maxLine: LONGEST_READ });
  screen.write(line);
  return cleanText(screen.rest()).trim();
}
