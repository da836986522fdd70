import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createConversationIndex } from '../../src/components/conversation-index.ts';
import { createLineCache } from '../../src/components/conversation-lines.ts';
import { createItemSearch } from '../../src/components/conversation-search.ts';
import { loadMarkdown } from '../../src/components/markdown.ts';
import { withMatches } from '../../src/components/match-line.ts';
import { displayWidth } from '../../src/components/text.ts';
import { createTheme } from '../../src/components/theme.ts';
import type { Item } from '../../src/store/item.ts';
import { colouredLine, leavesStyleOpen } from './hostile-text.ts';

const theme = createTheme({ colours: true });
const markdown = await loadMarkdown();
const plain = (line: string) => line.replace(/\u001B\[[\d;]*m/g, '');
const said = (text: string, id = 1): Item => ({ id, kind: 'assistant', text, streaming: false });

/** What stands at the places that were found. */
function found(text: string, query: string, width = 40): readonly string[] {
  const cache = createLineCache({ theme, markdown });
  const item = said(text);
  const lines = cache.lines(item, width);
  return createItemSearch()
    .find(item, query, () => lines)
    .map(({ ranges }) => ranges.map(({ line, from, to }) => plain(lines[line] ?? '').slice(from, to)).join('|'));
}

describe('finds', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['each place', 'one two one', 'one', ['one', 'one']],
    ['capitals by small letters', 'One ONE', 'one', ['One', 'ONE']],
    ['a capital as it is', 'One one', 'One', ['One']],
    ['what Markdown marks', 'some **bold** words', 'some bold', ['some bold']],
    ['what stands in a reference', 'a &lt; b', 'a < b', ['a < b']],
    ['signs that a pattern would read', 'f(a.b)* or f(axb)', 'f(a.b)*', ['f(a.b)*']],
    ['signs alone', 'a => b', '=>', ['=>']],
    ['nothing for nothing', 'a b', ' ', []],
    ['nothing where there is nothing', 'a b', 'c', []],
  ])('%s', (_, text, query, expected) => expect(found(text, query)).toEqual(expected));

  test('a phrase that goes on in the next line', () => {
    expect(found('one two three four', 'two three', 12)).toEqual(['two|three']);
  });
});

test('only items that changed are searched again', () => {
  const cache = createLineCache({ theme, markdown });
  const lines = vi.spyOn(cache, 'lines');
  const index = createConversationIndex(cache);
  const items = Array.from({ length: 300 }, (_, id) => said(`word ${id}`, id));
  index.update(items, 60);
  expect(index.find('word 7')).toHaveLength(11);
  index.update([...items, said('word 7', 300)], 60);
  lines.mockClear();
  expect(index.find('word 7')).toHaveLength(12);
  expect(lines.mock.calls.map(([item]) => item.id)).toEqual([300]);
});

test('of very many matches the newest count', () => {
  const index = createConversationIndex(createLineCache({ theme, markdown }));
  index.update(
    Array.from({ length: 3_000 }, (_, id) => said('word', id)),
    60,
  );
  const matches = index.find('word');
  expect(matches).toHaveLength(1_000);
  expect(matches.at(-1)?.itemId).toBe(2_999);
});

test('a marked line keeps its text, its width and its styles', () => {
  fc.assert(
    fc.property(colouredLine, fc.nat(20), fc.nat(20), (line, start, length) => {
      const text = [...new Intl.Segmenter().segment(plain(line))].map(({ segment }) => segment);
      const from = text.slice(0, start).join('').length;
      const to = text.slice(0, start + length).join('').length;
      if (to === from) return;
      const marked = withMatches(line, [{ from, to, style: theme.currentMatch }]);
      expect(plain(marked)).toBe(plain(line));
      expect(displayWidth(marked)).toBe(displayWidth(line));
      expect(leavesStyleOpen(marked.replace(/\u001B\[2?7m/g, ''))).toBe(false);
    }),
  );
});
