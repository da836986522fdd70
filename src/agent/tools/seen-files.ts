/**
 * What the model knows of files: as they were when it last read or wrote them, and which of their lines. By it
 * `write_file` tells whether the model writes over something it has not seen.
 *
 * Kept in memory only: after a restart a file has to be read again before it is overwritten.
 */
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { number } from './words.ts';

export interface SeenFiles {
  /** `file` is absolute, with links resolved. What was seen of it before, looking the same, stays seen. */
  note(file: string, look: string, lines: SeenLines): void;
  /** What the model knows of the file as it looks now. */
  state(file: string, look: string): SeenState;
}

/** All lines, or numbers of the first and last line of each part that was shown, counted from 1, and how many the file has (`null`: too many to count). */
export type SeenLines = 'all' | { readonly ranges: readonly LineSpan[]; readonly total: number | null };

export type SeenState =
  | { readonly kind: 'seen' }
  /** It was seen, and looked different then. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'unseen' }
  /** `missing`: in words, `lines 1–10 and 2,001–3,001`. */
  | { readonly kind: 'partly'; readonly missing: string };

type LineSpan = readonly [first: number, last: number];

interface Known {
  readonly look: string;
  readonly lines: SeenLines;
}

/** How many files are remembered; those that were seen last. */
const REMEMBERED = 2_000;

export function createSeenFiles(): SeenFiles {
  const known = new Map<string, Known>();
  return {
    note(file, look, lines) {
      const before = known.get(file);
      known.delete(file);
      known.set(file, { look, lines: before?.look === look ? joined(before.lines, lines) : lines });
      const [oldest] = known.keys();
      if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    },
    state(file, look) {
      const before = known.get(file);
      if (before === undefined) return { kind: 'unseen' };
      if (before.look !== look) return { kind: 'changed' };
      const missing = missingLines(before.lines);
      return missing === '' ? { kind: 'seen' } : { kind: 'partly', missing };
    },
  };
}

function joined(before: SeenLines, now: SeenLines): SeenLines {
  if (before === 'all' || now === 'all') return 'all';
  return { ranges: [...before.ranges, ...now.ranges], total: now.total ?? before.total };
}

/** The lines that were not shown, in words; empty when all were. */
function missingLines(lines: SeenLines): string {
  if (lines === 'all') return '';
  const gaps: string[] = [];
  let next = 1;
  for (const [first, last] of lines.ranges.toSorted((one, other) => one[0] - other[0])) {
    if (first > next) gaps.push(spanWords(next, first - 1));
    next = Math.max(next, last + 1);
  }
  if (lines.total === null) gaps.push(`${number(next)} to the end`);
  else if (next <= lines.total) gaps.push(spanWords(next, lines.total));
  if (gaps.length === 0) return '';
  const named = gaps.length <= GAPS_NAMED ? gaps : [...gaps.slice(0, GAPS_NAMED), 'others'];
  const words = named.length === 1 ? named[0] : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
  return `${gaps.length === 1 && !words?.includes('–') && lines.total !== null ? 'line' : 'lines'} ${words}`;
}

const GAPS_NAMED = 5;

function spanWords(first: number, last: number): string {
  return first === last ? number(first) : `${number(first)}–${number(last)}`;
}

/** How a file looks, by its bytes; those of one that is too large to hold are known by size and time. */
export function lookOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

export function lookOfLarge({ size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>): string {
  return `${size} bytes at ${mtimeMs}`;
}
