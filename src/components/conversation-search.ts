/**
 * Where a text stands in an item, as it is shown: also where a line was broken between two words. What was found in an
 * item is kept as long as it stays what it is, so that a search costs what is new.
 */
import type { ShownItem } from './call-groups.ts';

/** A match; it has several ranges when it goes on in the next line. */
export interface ItemMatch {
  readonly itemId: number;
  readonly ranges: readonly MatchRange[];
}

export interface MatchRange {
  /** Counted from the item's first line. */
  readonly line: number;
  /** Indexes into the line without its styles; `to` is not included. */
  readonly from: number;
  readonly to: number;
}

export interface ItemSearch {
  /** `lines` draws the item; it is called only for items in which the text may stand. */
  find(item: ShownItem, query: string, lines: () => readonly string[]): readonly ItemMatch[];
  /** Forgets what was found: lines are broken elsewhere now. */
  forget(): void;
}

export function createItemSearch(): ItemSearch {
  const skeletons = new WeakMap<ShownItem, string>();
  let found = new WeakMap<ShownItem, readonly ItemMatch[]>();
  let searched = '';
  let pattern = /(?!)/g;
  let bones = '';

  function mayHold(item: ShownItem): boolean {
    if (bones === '' || (item.kind !== 'assistant' && item.kind !== 'prompt')) return true;
    // Character references are shown as the characters they stand for.
    if (/&[#\w]+;/.test(item.text)) return true;
    const skeleton = skeletons.get(item) ?? skeletonOf(item.text);
    skeletons.set(item, skeleton);
    return skeleton.includes(bones);
  }

  return {
    find(item, query, lines) {
      if (query !== searched) {
        searched = query;
        pattern = patternOf(query);
        bones = skeletonOf(query);
        found = new WeakMap();
      }
      const known = found.get(item);
      if (known !== undefined) return known;
      const matches = query.trim() !== '' && mayHold(item) ? findIn(lines(), { itemId: item.id, pattern }) : [];
      found.set(item, matches);
      return matches;
    },
    forget() {
      found = new WeakMap();
    },
  };
}

/** Small letters find capitals too; a capital finds itself. */
function patternOf(query: string): RegExp {
  const words = query.trim().split(/\s+/);
  const source = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('\\s+');
  return new RegExp(source, /\p{Lu}/u.test(query) ? 'g' : 'gi');
}

/** Letters and digits alone: what marks of Markdown and broken lines leave as it was. */
function skeletonOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

interface Piece {
  readonly line: number;
  /** Where its text begins in the line, and in all pieces joined by a blank. */
  readonly column: number;
  readonly start: number;
  readonly text: string;
}

function findIn(
  lines: readonly string[],
  { itemId, pattern }: { readonly itemId: number; readonly pattern: RegExp },
): readonly ItemMatch[] {
  const pieces = piecesOf(lines);
  const text = pieces.map((piece) => piece.text).join(' ');
  return [...text.matchAll(pattern)].map((match) => {
    const [from, to] = [match.index, match.index + match[0].length];
    const ranges = pieces
      .filter((piece) => piece.start < to && piece.start + piece.text.length > from)
      .map(({ line, column, start, text: { length } }) => ({
        line,
        from: column + Math.max(0, from - start),
        to: column + Math.min(length, to - start),
      }));
    return { itemId, ranges };
  });
}

function piecesOf(lines: readonly string[]): readonly Piece[] {
  let start = 0;
  return lines.map((styled, line) => {
    const plain = styled.replace(/\u001B\[[\d;:]*m/g, '');
    const text = plain.trim();
    const piece = { line, column: plain.length - plain.trimStart().length, start, text };
    start += text.length + 1;
    return piece;
  });
}
