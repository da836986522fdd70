/**
 * Which lines stand where in a conversation of any length. Answers cost the same for a hundred lines and for a
 * hundred thousand: heights are kept as running sums, and an update wraps only the items that are new.
 */
import type { Item, ScrollAnchor } from '../store/state.ts';
import type { LineCache } from './conversation-lines.ts';

export interface ConversationIndex {
  /** What is shown from now on. Wraps what is new or changed since the last update, everything when the width is. */
  update(items: readonly Item[], width: number): void;
  /** Lines in all. */
  total(): number;
  /** The lines `from` to `to` (not included); fewer at the ends. */
  lines(from: number, to: number): readonly string[];
  /** What stands at a line, in words that stay true when the width changes or the oldest items go. */
  anchorAt(line: number): ScrollAnchor | null;
  /** The line at which that stands now; the first one when the item is gone. */
  lineOf(anchor: ScrollAnchor): number;
}

export function createConversationIndex(cache: LineCache): ConversationIndex {
  let items: readonly Item[] = [];
  let width = 0;
  /** `ends[i]`: the number of lines up to the end of item `i`. */
  const ends: number[] = [];

  const blockOf = (index: number): readonly string[] => {
    const item = items[index];
    if (item === undefined) return [];
    const lines = cache.lines(item, width);
    return lines.length > 0 && needsGap(items[index - 1], item) ? ['', ...lines] : lines;
  };

  return {
    update(next, nextWidth) {
      const same = nextWidth === width ? countSame(items, next) : 0;
      items = next;
      width = nextWidth;
      ends.length = same;
      for (let index = same; index < items.length; index++) {
        ends.push((ends[index - 1] ?? 0) + blockOf(index).length);
      }
    },
    total: () => ends.at(-1) ?? 0,
    lines(from, to) {
      const lines: string[] = [];
      let index = findItem(ends, Math.max(0, from));
      const start = ends[index - 1] ?? 0;
      const skipped = Math.max(0, from) - start;
      while (index < items.length && lines.length < to - start) lines.push(...blockOf(index++));
      return lines.slice(skipped, Math.max(skipped, to - start));
    },
    anchorAt(line) {
      const index = findItem(ends, line);
      const item = items[index];
      return item === undefined ? null : { itemId: item.id, line: line - (ends[index - 1] ?? 0) };
    },
    lineOf({ itemId, line }) {
      const index = items.findLastIndex((item) => item.id === itemId);
      const start = ends[index - 1] ?? 0;
      return index === -1 ? 0 : Math.min(start + line, (ends[index] ?? 1) - 1);
    },
  };
}

function countSame(items: readonly Item[], next: readonly Item[]): number {
  if (items === next) return next.length;
  let same = 0;
  while (same < next.length && items[same] === next[same]) same++;
  return same;
}

/** Lines of tools stand together, like those of notices; everything else has a blank line before it. */
function needsGap(before: Item | undefined, item: Item): boolean {
  const isLine = item.kind === 'tool' || item.kind === 'notice' || item.kind === 'note' || item.kind === 'thinking';
  return before === undefined || !isLine || before.kind !== item.kind;
}

/** The first item that ends after `line`. */
function findItem(ends: readonly number[], line: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > line) high = middle;
    else low = middle + 1;
  }
  return low;
}
