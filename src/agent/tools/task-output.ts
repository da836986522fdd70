/** What a task printed, as plain text for the model. */
import { cleanText } from '../../background/clean-text.ts';
import type { BackgroundManager } from '../../background/manager.ts';
import type { LogLine, Task } from '../../background/task.ts';
import { boundText } from './bound.ts';
import { counted, number } from './words.ts';

const HEAD_BYTES = 8_000;
const TAIL_BYTES = 20_000;
const TEXT_LIMIT = HEAD_BYTES + TAIL_BYTES;

/** All of it, or its beginning and end with a mark between them that says how to read the rest. */
export async function wholeOutput(task: Task, tasks: BackgroundManager): Promise<string> {
  const head = await tasks.readLog(task.id, { after: 0, bytes: HEAD_BYTES });
  if (head.atEnd) return bounded([textOf(head.lines)], task);
  const end = await tasks.readLog(task.id, { before: 'end', bytes: TAIL_BYTES });
  const overlaps = end.from <= head.to;
  const tail = overlaps ? await tasks.readLog(task.id, { after: head.to, bytes: TAIL_BYTES }) : end;
  const mark = `[… ${counted(tail.from - head.to, 'byte')} left out; ${howToRead(task)} …]`;
  return bounded([textOf(head.lines), ...(overlaps ? [] : [mark]), textOf(tail.lines)], task);
}

/** Its last lines, at most so many; says when there are earlier ones. */
export async function lastLines(task: Task, { tasks, count }: { tasks: BackgroundManager; count: number }) {
  const page = await tasks.readLog(task.id, { before: 'end', bytes: TEXT_LIMIT });
  const lines = page.lines.slice(-count);
  const isAll = page.atStart && lines.length === page.lines.length;
  return bounded([...(isAll ? [] : [`[… earlier lines left out; ${howToRead(task)} …]`]), textOf(lines)], task);
}

function textOf(lines: readonly LogLine[]): string {
  return lines
    .map((line) => (line.kind === 'text' ? cleanText(line.text) : `[… ${number(line.bytes)} bytes were not kept …]`))
    .join('\n');
}

function howToRead({ logFolder }: Task): string {
  return `the log is in ${logFolder}, search it with bash`;
}

function bounded(parts: readonly string[], task: Task): string {
  return boundText(parts.join('\n').trimEnd(), { limit: TEXT_LIMIT, hint: howToRead(task) });
}
