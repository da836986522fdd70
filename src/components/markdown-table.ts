/**
 * A table that fits: columns as wide as they need, the widest give way first, and none breaks a word while another can
 * give way between two; in a narrow place, one record a row.
 */
import type { Tokens } from 'marked';
import type { Place } from './markdown-blocks.ts';
import { renderInline } from './markdown-inline.ts';
import { displayWidth, padEnd, wrap } from './text.ts';

const SEPARATOR = ' │ ';
/** With less room for a column, words can no longer be read. */
const NARROWEST_COLUMN = 6;

export function renderTable(token: Tokens.Table, place: Place): readonly string[] {
  const { width, theme } = place;
  const header = token.header.map((cell) => theme.bold(renderInline(cell.tokens, theme)));
  const rows = token.rows.map((row) => row.map((cell) => renderInline(cell.tokens, theme)));
  const room = width - SEPARATOR.length * (header.length - 1);
  const columns = header.map((title, column) => [title, ...rows.map((row) => row[column] ?? '')]);
  const needed = columns.map((cells) => widestOf(cells, '\n'));
  if (sum(needed) > room && room < header.length * NARROWEST_COLUMN) return renderRecords({ header, rows, place });
  const widths = fitWidths({ needed, words: columns.map((cells) => widestOf(cells, /\s+/)), room });
  const draw = (row: readonly string[]) =>
    drawRow({ row, widths, align: token.align, separator: theme.dim(SEPARATOR) });
  const rule = theme.dim(widths.map((columns) => '─'.repeat(columns)).join('─┼─'));
  const drawn = rows.map(draw);
  // Where rows are several lines high, it has to be seen which belong together.
  const between = drawn.some((lines) => lines.length > 1) ? [rule] : [];
  return [...draw(header), rule, ...drawn.flatMap((lines, index) => (index === 0 ? lines : [...between, ...lines]))];
}

function widestOf(cells: readonly string[], separator: string | RegExp): number {
  return Math.max(1, ...cells.flatMap((cell) => cell.split(separator)).map(displayWidth));
}

interface Fit {
  readonly needed: readonly number[];
  /** The longest word of each column. */
  readonly words: readonly number[];
  readonly room: number;
}

function fitWidths({ needed, words, room }: Fit): readonly number[] {
  const widths = needed.map((columns) => Math.min(columns, Math.max(1, room)));
  for (let excess = sum(widths) - room; excess > 0; excess--) {
    const spare = widths.map((columns, index) => (columns > (words[index] ?? 0) ? columns : 0));
    const able = Math.max(...spare) > 0 ? spare : widths;
    const widest = able.indexOf(Math.max(...able));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

interface Row {
  readonly row: readonly string[];
  readonly widths: readonly number[];
  readonly align: Tokens.Table['align'];
  readonly separator: string;
}

function drawRow({ row, widths, align, separator }: Row): readonly string[] {
  const cells = widths.map((columns, index) => wrap(row[index] ?? '', columns));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells.map((lines, index) => place(lines[line] ?? '', widths[index] ?? 0, align[index] ?? 'left')).join(separator),
  );
}

function place(text: string, width: number, align: 'left' | 'right' | 'center'): string {
  const free = Math.max(0, width - displayWidth(text));
  const before = { left: 0, center: Math.floor(free / 2), right: free }[align];
  return padEnd(' '.repeat(before) + text, width);
}

interface Records {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly place: Place;
}

function renderRecords({ header, rows, place }: Records): readonly string[] {
  return rows.flatMap((row, index) => [
    ...(index === 0 ? [] : ['']),
    ...row.flatMap((cell, column) => wrap(`${header[column] ?? ''}: ${cell}`, place.width)),
  ]);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
