/** Which part of a task's output check_background shows: what matters, its end, some lines, or those that match. */
import { z } from 'zod';
import { createPatternSearch, readPattern } from '../../background/pattern-search.ts';
import { toRanges } from '../../background/line-ranges.ts';
import type { Digest } from '../../background/task-log.ts';
import type { Task } from '../../background/task.ts';
import { grepLog, type Hit, linesFrom, type LogSource, type NumberedLine } from './log-lines.ts';
import { boundText } from './bound.ts';
import { failed, type Failed } from './outcome.ts';
import { lastLines } from './task-output.ts';
import type { ToolContext } from './tool.ts';
import { counted } from './words.ts';

export const outputQuery = {
  tail: z.int().min(1).max(1_000).optional().describe('How many of the last lines to show'),
  offset: z.int().min(1).optional().describe('The first line to show, counted from 1'),
  limit: z.int().min(1).max(1_000).optional().describe('The most lines, or with grep matches (default 200)'),
  grep: z.string().min(1).max(1_000).optional().describe('JavaScript regular expression: only lines that match'),
  context: z.int().min(0).max(20).optional().describe('With grep: lines around each match'),
};

export type OutputQuery = { readonly [Name in keyof typeof outputQuery]?: z.infer<(typeof outputQuery)[Name]> };

export function asksForOutput({ tail, offset, limit, grep, context }: OutputQuery): boolean {
  return [tail, offset, limit, grep, context].some((value) => value !== undefined);
}

const LIMIT = 200;
const TEXT_LIMIT = 28_000;

/** `lines`: which of the log it shows. */
export interface ShownOutput extends Digest {
  readonly kind: 'text';
}

/** The part that was asked for, as text; empty when there is nothing. */
export async function queryOutput(
  task: Task,
  query: OutputQuery,
  { tasks, signal }: ToolContext,
): Promise<ShownOutput | Failed> {
  const source: LogSource = { tasks, id: task.id, signal };
  if (query.grep !== undefined) return grepped(source, { ...query, grep: query.grep });
  if (query.tail !== undefined) return { kind: 'text', ...(await lastLines(task, { tasks, count: query.tail })) };
  if (query.offset !== undefined || query.limit !== undefined) return { kind: 'text', ...(await page(source, query)) };
  return { kind: 'text', ...(await tasks.digest(task.id)) };
}

async function page(source: LogSource, { offset = 1, limit = LIMIT }: OutputQuery): Promise<Digest> {
  const { lines, seen } = await linesFrom(source, { offset, limit });
  if (lines.length > 0)
    return bounded(
      lines.map((line) => numbered(line, ':')),
      [lines],
    );
  const text = seen === 0 ? '' : `(it has printed ${counted(seen, 'line')}; there is no line ${offset})`;
  return { text, lines: [] };
}

async function grepped(
  source: LogSource,
  { grep, context = 0, offset = 1, limit = LIMIT }: OutputQuery & { readonly grep: string },
): Promise<ShownOutput | Failed> {
  const read = readPattern(grep);
  if (read.kind === 'invalid') return failed(`grep: ${read.reason}. Correct the pattern.`);
  const options = { pattern: read.pattern, search: createPatternSearch(), context, offset, limit };
  const found = await grepLog(source, options);
  if (found.kind === 'slow') return failed('grep: the pattern takes too long on this output. Use a simpler one.');
  if (found.count === 0) return { kind: 'text', text: '(no line matches)', lines: [] };
  const lines = found.blocks.flatMap((block, index) => [
    ...(index > 0 && context > 0 ? ['--'] : []),
    ...block.map((hit: Hit) => numbered(hit, hit.isMatch ? ':' : '-')),
  ]);
  const more = found.isAll ? [] : [`[there are more matches; read on with offset or a greater limit]`];
  return { kind: 'text', ...bounded([...lines, ...more], found.blocks) };
}

/** `12: text`; behind a gap only the text. */
function numbered({ number, text }: NumberedLine, sign: ':' | '-'): string {
  return number === undefined ? text : `${number}${sign} ${text}`;
}

/** `blocks`: the lines that are shown; those of one block follow one another. */
function bounded(lines: readonly string[], blocks: readonly (readonly NumberedLine[])[]): Digest {
  const text = lines.join('\n');
  // What is cut may be any of them.
  const shown = text.length > TEXT_LIMIT ? [] : blocks;
  return {
    text: boundText(text, { limit: TEXT_LIMIT, hint: 'ask for fewer lines' }),
    lines: shown.flatMap((block) => toRanges(block.map(({ at }) => at))),
  };
}
