/** A change of a file as lines: the numbers of the new file, what came behind `+`, what went behind `-`, changed words marked. */
import type { FileChange } from '../agent/events.ts';
import { changedWords, type WordRange } from './changed-words.ts';
import { chop, padEnd, screenText } from './text.ts';
import type { Style, Theme } from './theme.ts';

export interface ChangePlace {
  /** Columns. */
  readonly width: number;
  readonly theme: Theme;
  /** The most rows; a line below them counts what is left out. */
  readonly most?: number;
}

export function changeLines({ lines, hidden }: FileChange, place: ChangePlace): readonly string[] {
  const { theme, most = Infinity } = place;
  const rows = numbered(lines);
  const digits = String(Math.max(0, ...rows.map(({ number }) => number ?? 0))).length;
  const drawn: string[] = [];
  for (const [index, row] of withWords(rows.slice(0, most + 1)).entries()) {
    const next = drawRow(row, { ...place, digits });
    const isLast = index === rows.length - 1 && hidden === 0;
    // A single row is not left out: the line that counts it would be as long.
    if (drawn.length + next.length > most + (isLast ? 1 : 0)) {
      const left = rows.slice(index).filter(isLine).length + hidden;
      return [
        ...drawn,
        ...next.slice(0, Math.max(0, most - drawn.length)),
        theme.dim(`… + ${left.toLocaleString('en')} more`),
      ];
    }
    drawn.push(...next);
  }
  return hidden === 0 ? drawn : [...drawn, theme.dim(`… + ${hidden.toLocaleString('en')} more`)];
}

interface Row {
  readonly kind: 'added' | 'removed' | 'same' | 'gap';
  /** Where it stands in the new file. */
  readonly number: number | null;
  readonly text: string;
  /** What is new in it, or gone with it. */
  readonly words?: readonly WordRange[];
}

/** What is counted of a change. */
function isLine({ kind, number }: Row): boolean {
  return kind === 'removed' || number !== null;
}

function numbered(lines: readonly string[]): readonly Row[] {
  let next = 1;
  return lines.flatMap((line, index): readonly Row[] => {
    const start = /^@@ line (\d+) @@$/.exec(line)?.[1];
    if (start !== undefined) {
      next = Number(start);
      return index === 0 ? [] : [{ kind: 'gap', number: null, text: '' }];
    }
    const text = line.slice(1);
    // Of the line before it: `\\ No newline at end of file`.
    if (line.startsWith('\\')) return [{ kind: 'same', number: null, text: text.trimStart() }];
    if (line.startsWith('-')) return [{ kind: 'removed', number: null, text }];
    return [{ kind: line.startsWith('+') ? 'added' : 'same', number: next++, text }];
  });
}

/** Where lines are followed by as many that replace them or by fewer, each is compared with its own. */
function withWords(rows: readonly Row[]): readonly Row[] {
  const marked: Row[] = rows.map((row) => ({ ...row, text: screenText(row.text) }));
  for (let index = 0; index < rows.length;) {
    const removed = runOf(rows, { kind: 'removed', from: index });
    const added = runOf(rows, { kind: 'added', from: index + removed });
    for (let pair = 0; pair < Math.min(removed, added); pair++) {
      const [old, fresh] = [marked[index + pair], marked[index + removed + pair]];
      const changed = old === undefined || fresh === undefined ? null : changedWords(old.text, fresh.text);
      if (old === undefined || fresh === undefined || changed === null) continue;
      marked[index + pair] = { ...old, words: changed.removed };
      marked[index + removed + pair] = { ...fresh, words: changed.added };
    }
    index += Math.max(1, removed + added);
  }
  return marked;
}

function runOf(rows: readonly Row[], { kind, from }: { readonly kind: Row['kind']; readonly from: number }): number {
  let to = from;
  while (rows[to]?.kind === kind) to++;
  return to - from;
}

function drawRow(
  { kind, number, text, words = [] }: Row,
  { width, theme, digits }: ChangePlace & { readonly digits: number },
): readonly string[] {
  if (kind === 'gap') return [theme.dim(`${' '.repeat(digits)} ⋮`)];
  const { sign, row: style, word } = LOOKS[kind](theme);
  const room = Math.max(1, width - digits - 3);
  const pieces = chop(text, room);
  // Where a character is wider than all the room, the rows say something else than the line.
  const marks = pieces.join('') === text ? words : [];
  let from = 0;
  return pieces.map((piece, index) => {
    const start = index === 0 && number !== null ? String(number).padStart(digits) : ' '.repeat(digits);
    const marked = markWords(piece, { from, marks, style: word });
    from += piece.length;
    const line = `${index === 0 ? sign : ' '} ${marked}`;
    return `${theme.dim(start)} ${style(kind === 'same' ? line : padEnd(line, room + 2))}`;
  });
}

/** A part of a line that begins at `from` in it. */
function markWords(
  piece: string,
  { from, marks, style }: { readonly from: number; readonly marks: readonly WordRange[]; readonly style: Style },
): string {
  let marked = '';
  let done = 0;
  for (const mark of marks) {
    const [start, end] = [mark.from - from, mark.to - from].map((at) => Math.min(piece.length, Math.max(0, at)));
    if (start === undefined || end === undefined || end <= start) continue;
    marked += piece.slice(done, start) + style(piece.slice(start, end));
    done = end;
  }
  return marked + piece.slice(done);
}

const LOOKS = {
  added: (theme: Theme) => ({ sign: theme.good('+'), row: theme.addedRow, word: theme.addedWord }),
  removed: (theme: Theme) => ({ sign: theme.bad('-'), row: theme.removedRow, word: theme.removedWord }),
  same: (theme: Theme) => ({ sign: ' ', row: theme.dim, word: theme.dim }),
} as const;
