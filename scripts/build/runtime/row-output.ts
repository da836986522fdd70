import stringWidth from 'string-width';
import { keepingOneFrame } from './keeping-one-frame.ts';
import { plainColumns } from './plain-text.ts';

/** Of Ink's `Output`: what it draws of a frame, and how it is asked to. */
export interface CellOutput {
  readonly width: number;
  readonly height: number;
  readonly operations: readonly Operation[];
  write(x: number, y: number, text: string, how: Pick<Write, 'transformers'>): void;
  clip(clip: Clip): void;
  unclip(): void;
  get(): { readonly output: string; readonly height: number };
}

export type CellOutputClass = new (size: { readonly width: number; readonly height: number }) => CellOutput;

type Operation = Write | { readonly type: 'clip'; readonly clip: Clip } | { readonly type: 'unclip' };

interface Write {
  readonly type: 'write';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly transformers: readonly ((line: string, index: number) => string)[];
}

/** What is visible: from the first column or row to before the second one; everything where there is none. */
type Clip = Readonly<Record<'x1' | 'x2' | 'y1' | 'y2', number | undefined>>;

/** A part of a row: a line as it is, or what only cells can tell, because it is cut or its styles go over lines. */
type Piece = { readonly x: number; readonly line: string } | { readonly write: Write; readonly clip: Clip };

/**
 * Ink's `Output` draws every frame cell by cell. This one puts a row together from its lines where that looks the
 * same: when they are plain, do not overlap, and nothing cuts them. It has other rows drawn by the original, and keeps
 * them from one frame to the next.
 */
export function composingRows(Cells: CellOutputClass): CellOutputClass {
  const keptRows = keepingOneFrame<string>();
  const keptWidths = keepingOneFrame<number>();
  const columns = (line: string) => plainColumns(line) ?? keptWidths.get(line, () => stringWidth(line));

  return class extends Cells {
    override get() {
      const rows = rowsOf(this, columns).map((pieces, y) => {
        if (!pieces.every((piece) => 'line' in piece)) return drawn(pieces, y, this.width);
        const key = () => JSON.stringify([this.width, pieces]);
        return joined(pieces, this.width) ?? keptRows.get(key(), () => drawn(pieces, y, this.width));
      });
      keptRows.nextFrame();
      keptWidths.nextFrame();
      return { output: rows.join('\n'), height: rows.length };
    }
  };

  function drawn(pieces: readonly Piece[], y: number, width: number): string {
    const cells = new Cells({ width, height: 1 });
    for (const piece of pieces) {
      if ('line' in piece) {
        cells.write(piece.x, 0, piece.line, { transformers: [] });
        continue;
      }
      const { write, clip } = piece;
      cells.clip(shiftedUp(clip, y));
      cells.write(write.x, write.y - y, write.text, write);
      cells.unclip();
    }
    return cells.get().output;
  }
}

type Columns = (line: string) => number;

function rowsOf({ operations, height }: CellOutput, columns: Columns): readonly (readonly Piece[])[] {
  const rows = Array.from({ length: Math.max(0, Math.ceil(height)) }, (): Piece[] => []);
  const clips: Clip[] = [];
  for (const operation of operations) {
    if (operation.type === 'clip') clips.push(intersection(clips.at(-1) ?? EVERYTHING, operation.clip));
    else if (operation.type === 'unclip') clips.pop();
    else place(operation, clips.at(-1) ?? EVERYTHING, { rows, columns });
  }
  return rows;
}

function place(
  write: Write,
  clip: Clip,
  { rows, columns }: { readonly rows: readonly Piece[][]; readonly columns: Columns },
): void {
  const { x, y, text, transformers } = write;
  const { x1 = -Infinity, x2 = Infinity, y1 = -Infinity, y2 = Infinity } = clip;
  const lines = text.split('\n');
  const areAlone =
    lines.length === 1 || !text.includes('\x1b') || lines.every((line) => plainColumns(line) !== undefined);
  for (const [index, line] of lines.entries()) {
    if (y + index < y1 || y + index >= y2) continue;
    const changed = transformers.reduce((before, transform) => transform(before, index), line);
    // Ink brings a line into a form of its own before it is changed; one of nothing but plain characters is in it.
    const isKnown = areAlone && (changed === line || plainColumns(line) === line.length);
    const isWhole = x2 === Infinity || (x >= x1 && columns(line) > 0 && x + columns(line) <= x2);
    rows[y + index]?.push(isKnown && isWhole ? { x, line: changed } : { write, clip });
  }
}

/** The row, when every line in it is plain and begins where or after the one before ends. */
function joined(pieces: readonly { readonly x: number; readonly line: string }[], width: number): string | undefined {
  let row = '';
  let column = 0;
  for (const { x, line } of pieces) {
    const columns = plainColumns(line);
    if (columns === 0) continue;
    if (columns === undefined || x < column || x + columns > width) return undefined;
    row += ' '.repeat(x - column) + line;
    column = x + columns;
  }
  return row.trimEnd();
}

function intersection(outer: Clip, inner: Clip): Clip {
  return {
    x1: tighter(Math.max, outer.x1, inner.x1),
    x2: tighter(Math.min, outer.x2, inner.x2),
    y1: tighter(Math.max, outer.y1, inner.y1),
    y2: tighter(Math.min, outer.y2, inner.y2),
  };
}

function tighter(of: (...bounds: number[]) => number, one: number | undefined, other: number | undefined) {
  return one === undefined || other === undefined ? (one ?? other) : of(one, other);
}

function shiftedUp({ x1, x2, y1 = -Infinity, y2 = Infinity }: Clip, rows: number): Clip {
  return { x1, x2, y1: y1 - rows, y2: y2 - rows };
}

const EVERYTHING: Clip = { x1: undefined, x2: undefined, y1: undefined, y2: undefined };
