/**
 * Lines of a task's whole log, by number or by a pattern. A log may be long: it is read in slices, and other work goes
 * on between them.
 */
import { setImmediate } from 'node:timers/promises';
import { cleanText } from '../../background/clean-text.ts';
import type { BackgroundManager } from '../../background/manager-contract.ts';
import { aroundMatch } from '../../background/around-match.ts';
import type { PatternSearch, TextRange } from '../../background/pattern-search.ts';
import type { TaskId } from '../../background/task.ts';
import { number } from './words.ts';

export interface LogSource {
  readonly tasks: BackgroundManager;
  readonly id: TaskId;
  readonly signal: AbortSignal;
}

export interface NumberedLine {
  /** From 1; behind a gap it is not known. */
  readonly number: number | undefined;
  /** Where it begins in what was printed. */
  readonly at: number | undefined;
  readonly text: string;
  readonly isGap: boolean;
}

const SLICE = 256 * 1024;

/** Lines `offset` to `offset + limit - 1`, counted from 1, as they are numbered with gaps as one line. */
export async function linesFrom(
  source: LogSource,
  { offset, limit }: { readonly offset: number; readonly limit: number },
) {
  const lines: NumberedLine[] = [];
  let seen = 0;
  for await (const slice of slices(source)) {
    const wanted = slice.slice(Math.max(offset - 1 - seen, 0), Math.max(offset - 1 - seen + limit, 0));
    lines.push(...wanted);
    seen += slice.length;
    if (seen >= offset - 1 + limit) break;
  }
  return { lines, seen };
}

export type Grepped =
  | { readonly kind: 'slow' }
  | {
      readonly kind: 'found';
      readonly blocks: readonly (readonly Hit[])[];
      readonly count: number;
      readonly isAll: boolean;
    };

/** `isMatch`: it matches itself; else it stands near one that does. */
export type Hit = NumberedLine & { readonly isMatch: boolean };

export interface GrepOptions {
  readonly pattern: RegExp;
  readonly search: PatternSearch;
  readonly context: number;
  readonly offset: number;
  readonly limit: number;
}

/** The first `limit` lines that match, from line `offset` on, each with `context` lines before and after it. */
export async function grepLog(source: LogSource, options: GrepOptions): Promise<Grepped> {
  const { pattern, search, context, offset, limit } = options;
  const blocks: Hit[][] = [];
  /** Lines that may stand before a match. */
  let before: NumberedLine[] = [];
  let after = 0;
  let count = 0;
  let seen = 0;
  for await (const slice of slices(source, Infinity)) {
    const found = search.search(
      pattern,
      slice.map((line) => (line.isGap ? '' : line.text)),
    );
    if (found.kind === 'slow') return found;
    const matching = new Set(found.indices);
    for (const [index, line] of slice.entries()) {
      seen += 1;
      const isMatch = !line.isGap && seen >= offset && matching.has(index);
      if (isMatch && count === limit) return { kind: 'found', blocks, count, isAll: false };
      if (isMatch) {
        if (after === 0) blocks.push([]);
        const [[range] = []] = line.text.length > SHOWN_CHARS ? search.ranges(pattern, [line.text]) : [];
        blocks
          .at(-1)
          ?.push(...before.map((one) => ({ ...shown(one), isMatch: false })), { ...shown(line, range), isMatch });
        count += 1;
        before = [];
        after = context;
      } else if (after > 0) {
        blocks.at(-1)?.push({ ...shown(line), isMatch });
        after -= 1;
      } else {
        before = context === 0 ? [] : [...before, line].slice(-context);
      }
    }
  }
  return { kind: 'found', blocks, count, isAll: true };
}

/** What is shown of a line. */
const SHOWN_CHARS = 2_000;

function shown(line: NumberedLine, range?: TextRange): NumberedLine {
  return { ...line, text: aroundMatch(line.text, range, SHOWN_CHARS) };
}

async function* slices({ tasks, id, signal }: LogSource, longest?: number): AsyncGenerator<readonly NumberedLine[]> {
  let at = 0;
  let next: number | undefined = 1;
  while (!signal.aborted) {
    const page = await tasks.readLog(id, { after: at, bytes: SLICE, ...(longest === undefined ? {} : { longest }) });
    const slice: NumberedLine[] = [];
    for (const line of page.lines) {
      if (line.kind === 'gap') {
        next = undefined;
        slice.push({
          number: undefined,
          at: undefined,
          text: `[… ${number(line.bytes)} bytes were not kept …]`,
          isGap: true,
        });
      } else {
        slice.push({ number: next, at: line.at, text: cleanText(line.text), isGap: false });
        if (next !== undefined) next += 1;
      }
    }
    yield slice;
    if (page.atEnd || page.to <= at) return;
    at = page.to;
    await setImmediate();
  }
}
