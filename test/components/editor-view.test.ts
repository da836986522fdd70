import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editorView } from '../../src/components/editor-view.ts';
import { createEditor, edit } from '../../src/store/editor.ts';
import { displayWidth } from '../../src/components/text.ts';
import { hostileLine } from './hostile-text.ts';

/** The view of text in which `|` marks the cursor, drawn with the same mark. */
function view(marked: string, width = 11, maxRows = 6): readonly string[] {
  const { rows, cursor } = editorView(
    { text: marked.replace('|', ''), cursor: marked.indexOf('|'), folds: {} },
    { width, maxRows },
  );
  return rows.map((row, index) =>
    index === cursor.row ? `${row.slice(0, cursor.column)}|${row.slice(cursor.column)}` : row,
  );
}

describe('rows', () => {
  test.each([
    ['nothing', '|', ['|']],
    ['a short line', 'np|m', ['np|m']],
    ['lines', 'a\n|\nb', ['a', '|', 'b']],
    ['a break after a word', 'one two three|', ['one two ', 'three|']],
    ['a space that still fits', 'one two 34 |5', ['one two 34 ', '|5']],
    ['a full row, the cursor behind it', '0123456789|', ['0123456789|']],
    ['a full row with its space', '0123456789 |', ['0123456789 ', '|']],
    ['a long word', '0123456789ab|c', ['0123456789', 'ab|c']],
    ['a cursor at a break', 'one two |three', ['one two ', '|three']],
    ['a tab', 'a\tb|', ['a  b|']],
  ])('%s', (_, text, expected) => expect(view(text)).toEqual(expected));

  test('a wide character does not straddle the edge', () => {
    expect(editorView({ text: '漢字漢字', cursor: 4, folds: {} }, { width: 6, maxRows: 4 })).toEqual({
      rows: ['漢字', '漢字'],
      cursor: { row: 1, column: 4 },
    });
  });
});

describe('more rows than there is room for', () => {
  const lines = ['0', '1', '2', '3', '4', '5', '6', '7'];
  const at = (line: number) => view(lines.map((text, index) => (index === line ? `|${text}` : text)).join('\n'), 11, 4);

  test.each([
    [0, ['|0', '1', '2', '3']],
    [1, ['0', '|1', '2', '3']],
    [4, ['2', '3', '|4', '5']],
    [7, ['4', '5', '6', '|7']],
  ])('with the cursor in line %d those around it are shown', (line, expected) => expect(at(line)).toEqual(expected));

  test('in a line of a megabyte too', () => {
    const text = 'word '.repeat(200_000);
    const { rows, cursor } = editorView({ text, cursor: text.length - 2, folds: {} }, { width: 20, maxRows: 3 });
    expect(rows).toHaveLength(3);
    expect(rows[cursor.row]?.slice(0, cursor.column)).toMatch(/wor$/);
  });
});

test('a folded paste takes the place of its label', () => {
  const lines = 'x\n'.repeat(312);
  const editor = edit(edit(createEditor(), { type: 'insert', text: 'see ' }), { type: 'paste', text: lines });
  expect(editorView(edit(editor, { type: 'insert', text: ' please' }), { width: 40, maxRows: 4 })).toEqual({
    rows: ['see [pasted 312 lines] please'],
    cursor: { row: 0, column: 29 },
  });
});

test('rows fit, and so does the cursor, for every text', () => {
  const place = fc.record({ width: fc.integer({ min: 3, max: 30 }), maxRows: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(fc.array(hostileLine), fc.nat(), place, (lines, position, { width, maxRows }) => {
      const text = lines.join('\n');
      const borders = [...Array.from(new Intl.Segmenter().segment(text), ({ index }) => index), text.length];
      const cursor = borders[position % borders.length] ?? 0;
      const { rows, cursor: shown } = editorView({ text, cursor, folds: {} }, { width, maxRows });
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.length).toBeLessThanOrEqual(maxRows);
      expect(Math.max(...rows.map(displayWidth))).toBeLessThanOrEqual(width);
      expect(shown.row).toBeLessThan(rows.length);
      expect(shown.column).toBeLessThan(width);
    }),
    { numRuns: 500 },
  );
});
