import type { LogLine } from '../task-log.ts';
import { isTelling } from './general.ts';
import { LONGEST_LINE, type LogPiece } from './log.ts';

/**
 * What a digest needs of a log that is too long to be held: its first page, its last two, and of those between the
 * lines that may tell of an error, with what stands around them. All other lines are counted.
 */
export interface Excerpt {
  add(page: readonly LogLine[]): void;
  pieces(): readonly LogPiece[];
}

export function createExcerpt(): Excerpt {
  const kept: LogPiece[] = [];
  let room = MOST_TELLING;
  let isFirst = true;
  let newest: readonly (readonly LogLine[])[] = [];

  return {
    add(page) {
      if (isFirst) kept.push(...page);
      else newest = [...newest, page];
      isFirst = false;
      const [oldest, ...newer] = newest;
      if (oldest === undefined || newer.length < PAGES_AT_END) return;
      newest = newer;
      const wanted = aroundTelling(oldest, room);
      room -= wanted.size;
      kept.push(...sieve(oldest, wanted));
    },
    pieces: () => [...kept, ...newest.flat()],
  };
}

const PAGES_AT_END = 2;
/** Lines that are kept of the pages between. */
const MOST_TELLING = 1_000;
const BEFORE = 3;
const AFTER = 8;

function aroundTelling(page: readonly LogLine[], room: number): ReadonlySet<number> {
  const wanted = new Set<number>();
  for (let at = 0; at < page.length && wanted.size + BEFORE + 1 + AFTER <= room; at++) {
    const line = page[at];
    if (line?.kind !== 'text' || !isTelling(line.text.slice(0, LONGEST_LINE))) continue;
    for (let near = Math.max(at - BEFORE, 0); near <= Math.min(at + AFTER, page.length - 1); near++) wanted.add(near);
  }
  return wanted;
}

function sieve(page: readonly LogLine[], wanted: ReadonlySet<number>): readonly LogPiece[] {
  const pieces: LogPiece[] = [];
  let skipped = 0;
  page.forEach((line, index) => {
    if (line.kind === 'text' && !wanted.has(index)) {
      skipped++;
      return;
    }
    if (skipped > 0) pieces.push({ kind: 'skipped', lines: skipped });
    skipped = 0;
    pieces.push(line);
  });
  return skipped > 0 ? [...pieces, { kind: 'skipped', lines: skipped }] : pieces;
}
