/**
 * Which lines stand where in a conversation of any length. A frame costs the same for a hundred lines and for a
 * hundred thousand: heights are kept as running sums, and an update wraps only what is new. After a change of width
 * only the newest items are wrapped at once; the height of older ones is a guess until the user comes near them.
 */
import type { Item } from '../store/item.ts';
import { groupCalls, type CallGroup, type ShownItem } from './call-groups.ts';
import type { ScrollAnchor } from '../store/ui-state.ts';
import { createItemSearch, type ItemMatch } from './conversation-search.ts';
import type { LineCache } from './conversation-lines.ts';

export interface ConversationIndex {
  /** What is shown from now on. */
  update(items: readonly Item[], width: number, options?: IndexOptions): void;
  /** What has rows, in its order. */
  items(): readonly ShownItem[];
  /** Lines in all; exact up to 500 items, and always from where the user looks to the end. */
  total(): number;
  /** The lines `from` to `to` (not included); fewer at the ends. */
  lines(from: number, to: number): readonly string[];
  /** What stands at a line, in words that stay true when the width changes or the oldest items go. */
  anchorAt(line: number): ScrollAnchor | null;
  /** The line at which that stands now; the first one when the item is gone. */
  lineOf(anchor: ScrollAnchor): number;
  /** The item that a line belongs to; none for the blank line before one, and beyond the end. */
  itemAt(line: number): ShownItem | undefined;
  /** Where a text stands, first to last; of very many the newest. */
  find(text: string): readonly ItemMatch[];
  /** The lines of an item, `to` not included, without the blank one before it; `null` when it has none or is gone. */
  rangeOf(itemId: number): LineRange | null;
}

export interface IndexOptions {
  /** Calls are shown one by one, so that each can be found. */
  readonly apart?: boolean;
}

export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** Items that are wrapped at once: some tens of milliseconds. */
const AT_ONCE = 500;
/** Items before the one at the top that are wrapped too, so that a page upwards is exact. */
const LOOK_BACK = 200;
const GUESSED_HEIGHT = 4;
const MOST_MATCHES = 1_000;

export function createConversationIndex(cache: LineCache): ConversationIndex {
  let source: readonly Item[] = [];
  let isApart = false;
  let items: readonly ShownItem[] = [];
  const groups = new WeakMap<Item, CallGroup>();
  let width = 0;
  /** From this item on heights are known. */
  let known = 0;
  /** With the blank line before it. */
  let heights: number[] = [];
  /** `ends[i]`: the number of lines up to the end of item `i`. */
  let ends: number[] = [];

  const startOf = (index: number): number => ends[index - 1] ?? 0;

  const search = createItemSearch();

  const linesOf = (index: number): readonly string[] => {
    const item = items[index];
    return item === undefined ? [] : cache.lines(item, width);
  };

  const gapOf = (index: number): number => {
    const item = items[index];
    return item !== undefined && needsGap(items[index - 1], item) ? 1 : 0;
  };

  const blockOf = (index: number): readonly string[] => {
    const lines = linesOf(index);
    return lines.length > 0 && gapOf(index) > 0 ? ['', ...lines] : lines;
  };

  const heightOf = (index: number): number => {
    const { length } = linesOf(index);
    return length === 0 ? 0 : length + gapOf(index);
  };

  const knowFrom = (first: number): void => {
    const from = Math.max(0, first);
    if (from >= known) return;
    for (let index = from; index < known; index++) heights[index] = heightOf(index);
    known = from;
    ends = runningSums(heights);
  };

  return {
    update(given, nextWidth, { apart = false } = {}) {
      if (given === source && nextWidth === width && apart === isApart) return;
      source = given;
      isApart = apart;
      const next = apart ? given : groupCalls(given, groups);
      const same = nextWidth === width ? countSame(items, next) : 0;
      if (nextWidth !== width) search.forget();
      const before = items;
      items = next;
      width = nextWidth;
      if (same === 0 && (before[0]?.id !== next[0]?.id || next.length === 0 || before.length === 0)) {
        known = items.length;
        heights = items.map(() => GUESSED_HEIGHT);
        ends = [];
        knowFrom(items.length - AT_ONCE);
        return;
      }
      known = Math.min(known, items.length);
      for (let index = same; index < items.length; index++) {
        if (!isSameBlock(before, items, index)) heights[index] = index < known ? GUESSED_HEIGHT : heightOf(index);
        ends[index] = startOf(index) + (heights[index] ?? 0);
      }
      heights.length = items.length;
      ends.length = items.length;
    },
    items: () => items,
    total: () => ends.at(-1) ?? 0,
    lines(from, to) {
      const lines: string[] = [];
      let index = findItem(ends, Math.max(0, from));
      const start = startOf(index);
      while (index < items.length && lines.length < to - start) lines.push(...blockOf(index++));
      const skipped = Math.max(0, from) - start;
      return lines.slice(skipped, Math.max(skipped, to - start));
    },
    anchorAt(line) {
      const index = findItem(ends, line);
      const item = items[index];
      return item === undefined ? null : { itemId: item.id, line: line - startOf(index) };
    },
    lineOf({ itemId, line }) {
      // What is grouped stands where its group does.
      const index = items.findLastIndex((item) => item.id === itemId || isOfGroup(item, itemId));
      if (index === -1) return 0;
      knowFrom(index - LOOK_BACK);
      return startOf(index) + Math.min(line, Math.max(0, (heights[index] ?? 0) - 1));
    },
    itemAt(line) {
      const index = findItem(ends, line);
      return line < 0 || line - startOf(index) < gapOf(index) ? undefined : items[index];
    },
    find(text) {
      const matches: ItemMatch[][] = [];
      let count = 0;
      for (let index = items.length - 1; index >= 0 && count < MOST_MATCHES; index--) {
        const item = items[index];
        if (item === undefined) continue;
        const found = search.find(item, text, () => linesOf(index));
        count += found.length;
        if (found.length > 0) matches.push([...found]);
      }
      return matches.toReversed().flat();
    },
    rangeOf(itemId) {
      const index = items.findLastIndex((item) => item.id === itemId);
      if (index === -1) return null;
      knowFrom(index - LOOK_BACK);
      const height = heights[index] ?? 0;
      return height === 0 ? null : { from: startOf(index) + gapOf(index), to: startOf(index) + height };
    },
  };
}

function isOfGroup(item: ShownItem, id: number): boolean {
  return item.kind === 'group' && item.calls.some((call) => call.id === id);
}

function runningSums(heights: readonly number[]): number[] {
  let end = 0;
  return heights.map((height) => (end += height));
}

/** The item, and the blank line before it, are what they were. */
function isSameBlock(before: readonly ShownItem[], items: readonly ShownItem[], index: number): boolean {
  const item = items[index];
  if (item === undefined || before[index] !== item) return false;
  return needsGap(before[index - 1], item) === needsGap(items[index - 1], item);
}

function countSame(items: readonly ShownItem[], next: readonly ShownItem[]): number {
  if (items === next) return next.length;
  let same = 0;
  while (same < next.length && items[same] === next[same]) same++;
  return same;
}

const GROUPS: Readonly<Partial<Record<ShownItem['kind'], string>>> = {
  tool: 'work',
  group: 'work',
  thinking: 'work',
  notice: 'notice',
  note: 'note',
};

/** Lines of tools and thoughts stand together, like those of notices; everything else has a blank line before it. */
function needsGap(before: ShownItem | undefined, item: ShownItem): boolean {
  const group = GROUPS[item.kind];
  return before === undefined || group === undefined || GROUPS[before.kind] !== group;
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
