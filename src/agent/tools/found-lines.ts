/** Which lines of a text match, and how ripgrep prints them. */
import { setImmediate } from 'node:timers/promises';
import type { PatternSearch } from '../../background/pattern-search.ts';
import { LINE_LIMIT, type TextQuery } from './ripgrep-args.ts';

export interface FoundLine {
  /** Counted from 1. */
  readonly at: number;
  readonly text: string;
  readonly isMatch: boolean;
}

export interface Found {
  readonly matches: number;
  /** With those around them. */
  readonly lines: readonly FoundLine[];
}

interface FindQuery extends Pick<TextQuery, 'multiline' | 'context' | 'output'> {
  readonly pattern: RegExp;
  readonly patterns: PatternSearch;
}

/** So many lines are looked at before everything else may run. */
const PIECE = 5_000;

export async function findInText(text: string, query: FindQuery): Promise<Found | 'slow'> {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const found = query.multiline ? findAcross(text, query) : await findIn(lines, query);
  if (found === 'slow') return 'slow';
  const { matching, matches } = found;
  if (query.output !== 'lines') return { matches, lines: [] };
  const shown = [...new Set([...matching].flatMap((index) => around(index, query.context)))]
    .filter((index) => index >= 0 && index < lines.length)
    .sort((one, other) => one - other);
  return {
    matches,
    lines: shown.map((index) => ({ at: index + 1, text: lines[index] ?? '', isMatch: matching.has(index) })),
  };
}

/** As ripgrep prints them, without colours, the path before a NUL. */
export function printFound(
  { matches, lines }: Found,
  { output, context, file, isFirst }: Pick<TextQuery, 'output' | 'context'> & { file: string; isFirst: boolean },
): string {
  if (matches === 0) return '';
  if (output === 'files') return `${file}\0`;
  if (output === 'counts') return `${file}\0${matches}\n`;
  let last = isFirst ? undefined : -1;
  return lines
    .map((line) => {
      const parted = context > 0 && last !== undefined && line.at !== last + 1;
      last = line.at;
      return `${parted ? '--\n' : ''}${file}\0${line.at}${line.isMatch ? ':' : '-'}${shortened(line)}\n`;
    })
    .join('');
}

interface Matching {
  readonly matching: ReadonlySet<number>;
  readonly matches: number;
}

async function findIn(lines: readonly string[], { pattern, patterns }: FindQuery): Promise<Matching | 'slow'> {
  const matching = new Set<number>();
  for (let from = 0; from < lines.length; from += PIECE) {
    if (from > 0) await setImmediate();
    const found = patterns.search(pattern, lines.slice(from, from + PIECE));
    if (found.kind === 'slow') return 'slow';
    for (const index of found.indices) matching.add(from + index);
  }
  return { matching, matches: matching.size };
}

/** A piece of text holds some matches at most, so it goes on behind the line of the last. */
function findAcross(text: string, { pattern, patterns }: FindQuery): Matching {
  const matching = new Set<number>();
  let matches = 0;
  let line = 0;
  for (let rest = text; rest !== '';) {
    const [ranges = []] = patterns.ranges(pattern, [rest]);
    for (const [from, to] of ranges) {
      const first = line + linesIn(rest.slice(0, from));
      const last = line + linesIn(rest.slice(0, to).replace(/\n$/, ''));
      for (let index = first; index <= last; index += 1) matching.add(index);
    }
    matches += ranges.length;
    const end = rest.indexOf('\n', ranges.at(-1)?.[1] ?? 0);
    if (ranges.length === 0 || end === -1) break;
    line += linesIn(rest.slice(0, end + 1));
    rest = rest.slice(end + 1);
  }
  return { matching, matches };
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}

function around(index: number, context: number): readonly number[] {
  return Array.from({ length: 2 * context + 1 }, (_, offset) => index - context + offset);
}

function shortened({ text }: FoundLine): string {
  return text.length <= LINE_LIMIT ? text : `${text.slice(0, LINE_LIMIT)} [... omitted end of long line]`;
}
