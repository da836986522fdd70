/** What a task printed, as plain text for the model. */
import { cleanText } from '../../background/clean-text.ts';
import { withEncodingNote } from '../../background/encoding-note.ts';
import type { BackgroundManager } from '../../background/manager-contract.ts';
import type { Digest, LogLine } from '../../background/task-log.ts';
import type { Task } from '../../background/task.ts';
import { beginOf, toRanges } from '../../background/line-ranges.ts';
import { boundText } from './bound.ts';
import { counted, number } from './words.ts';

const HEAD_BYTES = 8_000;
const TAIL_BYTES = 20_000;
const TEXT_LIMIT = HEAD_BYTES + TAIL_BYTES;

/** All of it, or its beginning and end with a mark between them that says how to read the rest. */
export async function wholeOutput(task: Task, tasks: BackgroundManager): Promise<Digest> {
  const head = await tasks.readLog(task.id, { after: 0, bytes: HEAD_BYTES });
  if (head.atEnd) return bounded([textOf(head.lines)], { task, lines: head.lines });
  const end = await tasks.readLog(task.id, { before: 'end', bytes: TAIL_BYTES });
  const overlaps = end.from <= head.to;
  const tail = overlaps ? await tasks.readLog(task.id, { after: head.to, bytes: TAIL_BYTES }) : end;
  const mark = `[… ${counted(tail.from - head.to, 'byte')} left out; ${howToRead(task)} …]`;
  const between = overlaps ? [] : [{ kind: 'gap', bytes: tail.from - head.to } as const];
  const lines = [...head.lines, ...between, ...tail.lines];
  return bounded([textOf(head.lines), ...(overlaps ? [] : [mark]), textOf(tail.lines)], { task, lines });
}

/** Its last lines, at most so many; says when there are earlier ones. */
export async function lastLines(
  task: Task,
  { tasks, count }: { tasks: BackgroundManager; count: number },
): Promise<Digest> {
  const page = await tasks.readLog(task.id, { before: 'end', bytes: TEXT_LIMIT });
  const lines = page.lines.slice(-count);
  const before = page.lines.length - lines.length;
  const isAll = page.atStart && before === 0;
  const mark = `[… earlier lines left out; ${howToRead(task)} …]`;
  return bounded([...(isAll ? [] : [mark]), textOf(lines)], { task, lines });
}

function textOf(lines: readonly LogLine[]): string {
  return lines
    .map((line) => (line.kind === 'text' ? cleanText(line.text) : `[… ${number(line.bytes)} bytes were not kept …]`))
    .join('\n');
}

function howToRead({ logFolder }: Task): string {
  return `the log is in ${logFolder}, search it with bash`;
}

function bounded(
  parts: readonly string[],
  { task, lines }: { readonly task: Task; readonly lines: readonly LogLine[] },
): Digest {
  const text = withEncodingNote(parts.join('\n').trimEnd());
  // What is cut may be any of them.
  const quoted = text.length > TEXT_LIMIT ? [] : toRanges(lines.map(beginOf));
  return { text: boundText(text, { limit: TEXT_LIMIT, hint: howToRead(task) }), lines: quoted };
}
