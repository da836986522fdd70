/**
 * What a recogniser is: what a person would quote of the output of one tool. One file a tool; `all.ts` lists them.
 *
 * Lines are given without colours, without trailing blanks, and cut at 240 characters; they are named by their index.
 * Several tools may stand in one log (`make` runs `gcc`, `npm` runs `vitest`), so each looks only at what is its own.
 */
export interface Recogniser {
  /** The tool, as its users call it. */
  readonly name: string;
  /** Matches a line that this tool prints, and hardly one that another does. */
  readonly mark: RegExp;
  /**
   * `all`: what it finds is all there is to say. `part`: it runs other tools, or is a part of what another prints, so
   * the general rule looks for more.
   */
  readonly tells: 'all' | 'part';
  /** It puts something before each line of what it runs. Only such a tool sees the lines with that. */
  readonly isRunner?: true;
  find(lines: readonly string[]): Findings;
}

/** All in the order of the log. */
export interface Findings {
  /** Lines that sum it up: counts, that it failed. */
  readonly verdicts?: readonly number[];
  /** Lines that name a failing test. */
  readonly names?: readonly number[];
  readonly errors?: readonly FoundError[];
}

export interface FoundError {
  /** The line with its message. */
  readonly at: number;
  /** Lines that belong to it, the most important first: its place, expected and received, code. */
  readonly more: readonly number[];
  /** Errors of one kind are quoted once and counted. */
  readonly kind?: string;
  /** Where it is, word for word as in the log. */
  readonly file?: string;
}

/** The indexes of lines that match. */
export function matching(lines: readonly string[], pattern: RegExp, range: Range = {}): readonly number[] {
  const { from = 0, to = lines.length } = range;
  const found: number[] = [];
  for (let index = from; index < to; index++) if (pattern.test(lines[index] ?? '')) found.push(index);
  return found;
}

/** The first line that matches. */
export function firstMatching(lines: readonly string[], pattern: RegExp, range: Range = {}): number | undefined {
  const { from = 0, to = lines.length } = range;
  for (let index = from; index < to; index++) if (pattern.test(lines[index] ?? '')) return index;
  return undefined;
}

/** The nearest line before `from` that matches, no further away than `reach` lines. */
export function nearestBefore(lines: readonly string[], pattern: RegExp, { from, reach }: Reach): number | undefined {
  for (let index = from - 1; index >= Math.max(from - reach, 0); index--) {
    if (pattern.test(lines[index] ?? '')) return index;
  }
  return undefined;
}

export interface Reach {
  readonly from: number;
  readonly reach: number;
}

/** Up to, not with, `to`. */
export interface Range {
  readonly from?: number;
  readonly to?: number;
}

/** Stretches that begin at a matching line and end before the next one, at a line that matches `end`, or at the end. */
export function blocks(lines: readonly string[], begin: RegExp, end?: RegExp): readonly Required<Range>[] {
  const starts = matching(lines, begin);
  return starts.map((from, nth) => {
    const to = starts[nth + 1] ?? lines.length;
    return { from, to: end === undefined ? to : (firstMatching(lines, end, { from: from + 1, to }) ?? to) };
  });
}

/** What is there, each once. */
export function present(...indexes: readonly (number | undefined)[]): readonly number[] {
  return [...new Set(indexes.filter((index) => index !== undefined))];
}
