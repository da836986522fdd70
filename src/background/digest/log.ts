import { cleanText } from '../clean-text.ts';
import { cut } from '../cut.ts';
import type { LogLine } from '../task-log.ts';

/** What a digest is made from. A gap may be of 0 bytes: then only how many lines it holds is not known. */
export type LogPiece =
  | LogLine
  /** Lines that were read and counted, and not kept. */
  | { readonly kind: 'skipped'; readonly lines: number };

export interface Log {
  /** Without colours and trailing blanks, cut at `LONGEST_LINE`. Empty also where something is missing. */
  readonly lines: readonly string[];
  /** Nothing is missing. */
  readonly isComplete: boolean;
  /** Whether a line of the log stands there, and not something missing. */
  isLine(index: number): boolean;
  /** Where it begins, if it is a line of the log. */
  beginOf(index: number): number | undefined;
  /** Its number in the whole log: from the start, behind a gap negative, from the end; `?` between two gaps. */
  numberOf(index: number): string;
  /** How much there is from one index to another; also what is missing there. */
  amount(from: number, to: number): Amount;
}

export interface Amount {
  readonly lines: number;
  readonly bytes: number;
}

/** Characters of a line that are looked at and may be quoted. */
export const LONGEST_LINE = 240;

export function toLog(pieces: readonly LogPiece[]): Log {
  const lines: string[] = [];
  const linesBefore = [0];
  const bytesBefore = [0];
  let firstGap = pieces.length;
  let lastGap = -1;
  pieces.forEach((piece, index) => {
    lines.push(piece.kind === 'text' ? cut(cleanText(piece.text).trimEnd(), LONGEST_LINE) : '');
    if (piece.kind === 'gap') {
      firstGap = Math.min(firstGap, index);
      lastGap = index;
    }
    linesBefore.push((linesBefore[index] ?? 0) + linesIn(piece));
    bytesBefore.push((bytesBefore[index] ?? 0) + (piece.kind === 'gap' ? piece.bytes : 0));
  });
  const before = (sums: readonly number[], index: number): number => sums[index] ?? 0;
  const total = before(linesBefore, pieces.length);

  return {
    lines,
    isComplete: pieces.every(({ kind }) => kind === 'text'),
    isLine: (index) => pieces[index]?.kind === 'text',
    beginOf(index) {
      const piece = pieces[index];
      return piece?.kind === 'text' ? piece.at : undefined;
    },
    numberOf(index) {
      if (index < firstGap) return `${before(linesBefore, index) + 1}`;
      return index > lastGap ? `${before(linesBefore, index) - total}` : '?';
    },
    amount: (from, to) => ({
      lines: before(linesBefore, to) - before(linesBefore, from),
      bytes: before(bytesBefore, to) - before(bytesBefore, from),
    }),
  };
}

function linesIn(piece: LogPiece): number {
  switch (piece.kind) {
    case 'text':
      return 1;
    case 'skipped':
      return piece.lines;
    case 'gap':
      return 0;
    default:
      return piece satisfies never;
  }
}
