/** The input line as rows of the screen, and where its cursor is. */
import type { Editor } from '../store/editor.ts';
import { foldLabel, type Folds } from '../store/editor-folds.ts';
import { displayWidth, isSingle } from './text.ts';

export interface EditorView {
  /** From one to `maxRows` rows, none wider than the width. */
  readonly rows: readonly string[];
  /** Where the cursor is within `rows`; its column is always less than the width. */
  readonly cursor: { readonly row: number; readonly column: number };
}

export interface EditorPlace {
  /** Columns, at least 3. The last one is left to the cursor and to spaces at which a row breaks. */
  readonly width: number;
  readonly maxRows: number;
}

type ShownEditor = Pick<Editor, 'text' | 'cursor' | 'folds'>;

/** Lays out what is near the cursor: the work grows neither with the number of lines nor with their length. */
export function editorView({ text, cursor, folds }: ShownEditor, place: EditorPlace): EditorView {
  const { width, maxRows } = place;
  const layOut = (line: string) => layOutLine(line, { width, folds });
  const { above, line, index, below } = nearby(text, cursor, place);
  const rowsAbove = above.flatMap((each) => layOut(each));
  const rows = layOut(line);
  const { row, column } = locate(rows, index);
  const all = [...rowsAbove, ...rows, ...below.flatMap((each) => layOut(each))];
  const cursorRow = rowsAbove.length + row;
  const first = Math.max(0, Math.min(cursorRow - Math.floor(maxRows / 2), all.length - maxRows));
  return {
    rows: all.slice(first, first + maxRows).map((clusters) => clusters.map((cluster) => cluster.shown).join('')),
    cursor: { row: cursorRow - first, column },
  };
}

interface Nearby {
  readonly above: readonly string[];
  readonly line: string;
  /** Of the cursor in `line`. */
  readonly index: number;
  readonly below: readonly string[];
}

/** As much text around the cursor as can be visible, and a good deal more of a line that is cut. */
function nearby(text: string, cursor: number, { width, maxRows }: EditorPlace): Nearby {
  const start = cursor === 0 ? 0 : text.lastIndexOf('\n', cursor - 1) + 1;
  const [rest = '', ...below] = text.slice(cursor).split('\n', maxRows + 1);
  const reach = 8 * width * maxRows;
  const from = start + Math.max(0, Math.floor((cursor - start) / reach) - 1) * reach;
  return {
    above: linesBefore(text, start, maxRows),
    line: text.slice(from, cursor) + rest.slice(0, reach),
    index: cursor - from,
    below,
  };
}

function linesBefore(text: string, start: number, limit: number): readonly string[] {
  const lines: string[] = [];
  for (let end = start - 1; end >= 0 && lines.length < limit;) {
    const from = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    lines.unshift(text.slice(from, end));
    end = from - 1;
  }
  return lines;
}

/** A character as a reader counts them. */
interface Cluster {
  readonly shown: string;
  readonly columns: number;
  /** In the text. */
  readonly length: number;
}

/** The rows of one line, broken after spaces where there are any. The cursor has room at the end of each. */
function layOutLine(
  line: string,
  { width, folds }: { readonly width: number; readonly folds: Folds },
): readonly (readonly Cluster[])[] {
  const rows: (readonly Cluster[])[] = [];
  let row: Cluster[] = [];
  for (const cluster of clustersOf(line, width - 1, folds)) {
    const room = cluster.shown === ' ' ? width : width - 1;
    while (row.length > 0 && columnsOf(row) + cluster.columns > room) {
      const kept = row.findLastIndex(({ shown }) => shown === ' ') + 1 || row.length;
      rows.push(row.slice(0, kept));
      row = row.slice(kept);
    }
    row.push(cluster);
  }
  return columnsOf(row) < width ? [...rows, row] : [...rows, row, []];
}

function clustersOf(line: string, limit: number, folds: Folds): readonly Cluster[] {
  return splitClusters(line).map((text) => {
    const shown = text === '\t' ? '  ' : (foldLabel(text, folds) ?? text);
    const columns = displayWidth(shown);
    return columns > limit ? { shown: '…', columns: 1, length: text.length } : { shown, columns, length: text.length };
  });
}

function splitClusters(line: string): readonly string[] {
  if (isSingle(line.replaceAll('\t', ''))) return line.split('');
  return Array.from(new Intl.Segmenter().segment(line), ({ segment }) => segment);
}

function columnsOf(row: readonly Cluster[]): number {
  return row.reduce((columns, cluster) => columns + cluster.columns, 0);
}

function locate(
  rows: readonly (readonly Cluster[])[],
  index: number,
): { readonly row: number; readonly column: number } {
  let row = 0;
  let column = 0;
  let rest = index;
  for (const [number, clusters] of rows.entries()) {
    row = number;
    column = 0;
    for (const cluster of clusters) {
      if (rest <= 0) return { row, column };
      rest -= cluster.length;
      column += cluster.columns;
    }
  }
  return { row, column };
}
