/** Which lines of a text match, and how ripgrep prints them. */
import { setImmediate } from 'node:timers/promises';
import type { PatternSearch } from '../../background/pattern-search.ts';
import { LINE_LIMIT, type TextQuery } from './ripgrep-args.ts';
import { startOf } from '../../background/cut.ts';

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

/** What is found in each of the texts. */
export async function findInTexts(texts: readonly string[], query: FindQuery): Promise<readonly Found[] | 'slow'> {
  const split = texts.map(linesOf);
  const found = query.multiline ? texts.map((text) => findAcross(text, query)) : await findIn(split, query);
  if (found === 'slow') return 'slow';
  return found.map(({ matching, matches }, index) => {
    const lines = split[index] ?? [];
    if (query.output !== 'lines') return { matches, lines: [] };
    const shown = [...new Set([...matching].flatMap((at) => around(at, query.context)))]
      .filter((at) => at >= 0 && at < lines.length)
      .sort((one, other) => one - other);
    return { matches, lines: shown.map((at) => ({ at: at + 1, text: lines[at] ?? '', isMatch: matching.has(at) })) };
  });
}

/** As ripgrep prints them, without colours, the path before a NUL. */
export function printFound(
  { matches, lines }: Found = { matches: 0, lines: [] },
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

/** The lines of all texts together: to start a search that can be cut off takes longer than to search a small file. */
async function findIn(
  texts: readonly (readonly string[])[],
  { pattern, patterns }: FindQuery,
): Promise<readonly Matching[] | 'slow'> {
  const matching = texts.map(() => new Set<number>());
  const all = texts.flatMap((lines, text) => lines.map((line, at) => ({ line, text, at })));
  for (let from = 0; from < all.length; from += PIECE) {
    const piece = all.slice(from, from + PIECE);
    await setImmediate();
    const found = patterns.search(
      pattern,
      piece.map(({ line }) => line),
    );
    if (found.kind === 'slow') return 'slow';
    for (const index of found.indices) {
      const { text = 0, at = 0 } = piece[index] ?? {};
      matching[text]?.add(at);
    }
  }
  return matching.map((lines) => ({ matching: lines, matches: lines.size }));
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

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}

function around(index: number, context: number): readonly number[] {
  return Array.from({ length: 2 * context + 1 }, (_, offset) => index - context + offset);
}

function shortened({ text }: FoundLine): string {
  return text.length <= LINE_LIMIT ? text : `${startOf(text, LINE_LIMIT)} [... omitted end of long line]`;
}
