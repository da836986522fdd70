import { describe, expect, test, vi } from 'vitest';
import { createConversationIndex } from '../../src/components/conversation-index.ts';
import type { LineCache } from '../../src/components/conversation-lines.ts';
import type { Item, ItemContent } from '../../src/store/item.ts';

/** Items as tall as their text says, each line telling the item and its place in it. */
function fakeCache() {
  return {
    lines: vi.fn<LineCache['lines']>((item, width) => {
      const height = item.kind === 'note' ? 1 : 1 + ((item.id * 7) % 9) + (width < 50 ? item.id % 3 : 0);
      return Array.from({ length: height }, (_, line) => `${item.id}:${line}`);
    }),
  };
}

const prompt = (id: number): Item => ({ id, kind: 'prompt', text: '' });
const many = (count: number): readonly Item[] => Array.from({ length: count }, (_, index) => prompt(index + 1));

/** All lines, asked for item by item. */
function allLines(items: readonly Item[], width: number): readonly string[] {
  return items.flatMap((item) => ['', ...fakeCache().lines(item, width)]);
}

describe('windows', () => {
  const items = many(40);
  const index = createConversationIndex(fakeCache());
  index.update(items, 80);
  const lines = allLines(items, 80);

  test('the total is that of all items', () => expect(index.total()).toBe(lines.length));

  test.each([
    [0, 10],
    [3, 4],
    [57, 90],
    [lines.length - 5, lines.length + 5],
    [-3, 2],
    [10, 10],
    [1000, 1010],
  ])('lines %d to %d', (from, to) => {
    expect(index.lines(from, to)).toEqual(lines.slice(Math.max(0, from), Math.max(0, to)));
  });

  test('an anchor leads back to its line', () => {
    for (let line = 0; line < lines.length; line++) {
      const anchor = index.anchorAt(line);
      expect(anchor === null ? -1 : index.lineOf(anchor)).toBe(line);
    }
  });

  test('there is no anchor behind the end, and an item that is gone is at the first line', () => {
    expect(index.anchorAt(lines.length)).toBeNull();
    expect(index.lineOf({ itemId: 999, line: 4 })).toBe(0);
  });
});

describe('items', () => {
  const items = many(40);
  const index = createConversationIndex(fakeCache());
  index.update(items, 80);

  test('each line leads to its item, and each item to its lines', () => {
    for (const { id } of items) {
      const range = index.rangeOf(id);
      if (range === null) throw new Error(`Item ${id} has no lines.`);
      expect(index.lines(range.from, range.to)[0]).toBe(`${id}:0`);
      expect(index.lines(range.from - 1, range.from)).toEqual(['']);
      expect([range.from, range.to - 1].map((line) => index.itemAt(line)?.id)).toEqual([id, id]);
      expect(index.itemAt(range.from - 1)).toBeUndefined();
    }
    expect([index.itemAt(-1), index.itemAt(index.total()), index.rangeOf(99)]).toEqual([undefined, undefined, null]);
  });
});

describe('updates', () => {
  test('an item that is added or replaced is the only one that is wrapped', () => {
    const cache = fakeCache();
    const index = createConversationIndex(cache);
    const items = many(100);
    index.update(items, 80);
    cache.lines.mockClear();
    index.update([...items, prompt(101)], 80);
    index.update([...items, prompt(101)], 80);
    expect(cache.lines.mock.calls.map(([item]) => item.id)).toEqual([101, 101]);
  });

  test('a replaced item in the middle moves what follows', () => {
    const index = createConversationIndex(fakeCache());
    const items = many(20);
    index.update(items, 80);
    const changed = items.with(5, { id: 6, kind: 'note', text: '' });
    index.update(changed, 80);
    expect(index.lines(0, index.total())).toEqual(allLines(changed, 80));
  });

  test('a replaced item in the middle is the only one that is wrapped', () => {
    const cache = fakeCache();
    const index = createConversationIndex(cache);
    const items = many(100);
    index.update(items, 80);
    cache.lines.mockClear();
    index.update(items.with(5, prompt(6)), 80);
    expect(cache.lines.mock.calls.map(([item]) => item.id)).toEqual([6]);
  });

  test('nothing at all has no lines', () => {
    const index = createConversationIndex(fakeCache());
    index.update([], 80);
    expect([index.total(), index.lines(0, 10), index.anchorAt(0)]).toEqual([0, [], null]);
  });
});

describe('a conversation of thousands of items', () => {
  const items = many(3000);

  test('at a new width only its end is wrapped', () => {
    const cache = fakeCache();
    const index = createConversationIndex(cache);
    index.update(items, 40);
    expect(index.lines(index.total() - 30, index.total())).toEqual(allLines(items, 40).slice(-30));
    expect(cache.lines.mock.calls.length).toBeLessThan(600);
  });

  test('going back page by page shows every line once', () => {
    const index = createConversationIndex(fakeCache());
    index.update(items, 40);
    const seen: string[] = [];
    let anchor = index.anchorAt(index.total() - 50);
    for (let below = index.total(); anchor !== null;) {
      const top = index.lineOf(anchor);
      const size = seen.length === 0 ? below - top : Math.min(50, below);
      seen.unshift(...index.lines(top, top + size));
      if (top === 0) break;
      anchor = index.anchorAt(Math.max(0, top - 50));
      below = top;
    }
    expect(seen).toEqual(allLines(items, 40));
  });

  test('its beginning is exact as soon as one goes there', () => {
    const index = createConversationIndex(fakeCache());
    index.update(items, 40);
    const anchor = index.anchorAt(0);
    expect(anchor && index.lineOf(anchor)).toBe(0);
    expect(index.lines(0, 200)).toEqual(allLines(items, 40).slice(0, 200));
    expect(index.total()).toBe(allLines(items, 40).length);
  });
});

describe('blank lines', () => {
  const tool: ItemContent = {
    kind: 'tool',
    callId: '',
    tool: { name: '', verb: '', subject: '' },
    state: 'done',
    summary: '',
  };
  const notice: ItemContent = { kind: 'notice', tasks: [], request: 1 };
  const text: ItemContent = { kind: 'prompt', text: '' };

  test.each<[string, readonly ItemContent[], readonly string[]]>([
    ['tools stand together', [text, tool, tool, text], ['', 'x', '', 'x', 'x', '', 'x']],
    ['notices stand together', [notice, notice, tool], ['', 'x', 'x', '', 'x']],
    ['prompts stand apart', [text, text], ['', 'x', '', 'x']],
  ])('%s', (_, contents, expected) => {
    const index = createConversationIndex({ lines: () => ['x'] });
    index.update(
      contents.map((content, id) => ({ id, ...content })),
      80,
    );
    expect(index.lines(0, 20)).toEqual(expected);
  });

  test('an item without lines takes no room', () => {
    const index = createConversationIndex({ lines: ({ id }) => (id === 1 ? [] : ['x']) });
    index.update([prompt(0), prompt(1), prompt(2)], 80);
    expect(index.lines(0, 20)).toEqual(['', 'x', '', 'x']);
  });
});
