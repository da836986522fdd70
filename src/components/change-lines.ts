/** A change of a file as lines: the numbers of the new file, what came in green behind `+`, what went in red behind `-`. */
import type { FileChange } from '../agent/events.ts';
import { count } from './format.ts';
import { chop, screenText } from './text.ts';
import type { Theme } from './theme.ts';

export function changeLines(
  { lines, hidden }: FileChange,
  { width, theme }: { readonly width: number; readonly theme: Theme },
): readonly string[] {
  const rows = withChangedWords(numbered(lines));
  const digits = String(Math.max(0, ...rows.map(({ number }) => number ?? 0))).length;
  const room = Math.max(1, width - digits - 3);
  const drawn = rows.flatMap((line) => {
    const { kind, number } = line;
    if (kind === 'gap') return [theme.dim(`${' '.repeat(digits)} ⋮`)];
    const { sign, style } = LOOKS[kind](theme);
    return rowsOf(line, room, theme).map((row, index) => {
      const start = index === 0 && number !== null ? String(number).padStart(digits) : ' '.repeat(digits);
      return `${theme.dim(start)} ${style(`${index === 0 ? sign : ' '} ${row}`)}`;
    });
  });
  return hidden === 0 ? drawn : [...drawn, theme.dim(`… ${count(hidden, 'more line')}`)];
}

interface Row {
  readonly kind: 'added' | 'removed' | 'same' | 'gap';
  /** Where it stands in the new file. */
  readonly number: number | null;
  readonly text: string;
  /** The part of a line that differs from the one in its place: from a character on, up to another. */
  readonly changed?: readonly [from: number, to: number];
}

/** Lines that came in the place of as many: in each pair the words that differ. */
function withChangedWords(rows: readonly Row[]): readonly Row[] {
  const marked = [...rows];
  for (let at = 0; at < rows.length;) {
    const gone = runOf(rows, at, 'removed');
    const come = runOf(rows, at + gone, 'added');
    if (gone > 0 && gone === come) {
      for (let pair = at; pair < at + gone; pair += 1) markPair(marked, pair, pair + gone);
    }
    at += Math.max(1, gone + come);
  }
  return marked;
}

function runOf(rows: readonly Row[], from: number, kind: Row['kind']): number {
  let length = 0;
  while (rows[from + length]?.kind === kind) length += 1;
  return length;
}

function markPair(rows: Row[], before: number, after: number): void {
  const [old, fresh] = [rows[before]!, rows[after]!];
  const [a, b] = [old.text.match(WORDS) ?? [], fresh.text.match(WORDS) ?? []];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  // Lines that have little in common are other lines.
  if (start + end < shorter / 2) return;
  const part = (words: readonly string[]): [number, number] => [
    words.slice(0, start).join('').length,
    words.slice(0, words.length - end).join('').length,
  ];
  rows[before] = { ...old, changed: part(a) };
  rows[after] = { ...fresh, changed: part(b) };
}

const WORDS = /\w+|\s+|[^\w\s]/gu;

/** The rows of a line, with the part that differs in bold. */
function rowsOf({ text, changed }: Row, room: number, theme: Theme): readonly string[] {
  const rows = chop(screenText(text), room);
  // Where tabs or strange characters were replaced, places in the text are not those in the rows.
  if (changed === undefined || rows.join('') !== text) return rows;
  let at = 0;
  return rows.map((row) => {
    const [from, to] = changed.map((place) => Math.min(Math.max(place - at, 0), row.length)) as [number, number];
    at += row.length;
    return from === to ? row : row.slice(0, from) + theme.bold(row.slice(from, to)) + row.slice(to);
  });
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
    if (line.startsWith('-')) return [{ kind: 'removed', number: null, text }];
    return [{ kind: line.startsWith('+') ? 'added' : 'same', number: next++, text }];
  });
}

const LOOKS = {
  added: (theme: Theme) => ({ sign: '+', style: theme.good }),
  removed: (theme: Theme) => ({ sign: '-', style: theme.bad }),
  same: (theme: Theme) => ({ sign: ' ', style: theme.dim }),
} as const;
