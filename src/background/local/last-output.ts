import { cleanText } from '../clean-text.ts';
import type { TaskOutput } from '../task.ts';
import { readLogPage } from './log-reader.ts';

/** What a task printed so far, from the end of its log; `previous` has the last line when no newer one has text. */
export function readOutput(folder: string, previous: TaskOutput): TaskOutput {
  const { lines, size } = readLogPage(folder, { before: 'end', bytes: TAIL });
  const texts = lines.map((line) => (line.kind === 'text' ? cleanText(line.text).trim() : ''));
  const lastLine = texts.findLast((text) => text !== '') ?? previous.lastLine;
  return { size, lastLine: shorten(lastLine) };
}

const TAIL = 4_096;
const LONGEST_LINE = 200;

function shorten(line: string): string {
  return line.slice(0, LONGEST_LINE).replace(/[\ud800-\udbff]$/, '');
}
