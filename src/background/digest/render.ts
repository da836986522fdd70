import { cleanText } from '../clean-text.ts';
import { toRanges } from '../line-ranges.ts';
import type { Digest } from '../task-log.ts';
import type { Groups } from './groups.ts';
import { cut } from '../cut.ts';
import type { Amount, Log, LogPiece } from './log.ts';

/** All of it, uncut and without numbers, when that is not longer than `budget`. */
export function renderWhole(pieces: readonly LogPiece[], budget: number): Digest | undefined {
  const shown: string[] = [];
  let length = -1;
  for (const piece of pieces) {
    if (piece.kind === 'skipped') return undefined;
    const line = piece.kind === 'text' ? cleanText(piece.text).trimEnd() : `… ${bytesWords(piece.bytes)} left out`;
    length += line.length + 1;
    if (length > budget) return undefined;
    shown.push(line);
  }
  const begins = pieces.map((piece) => (piece.kind === 'text' ? piece.at : undefined));
  return { text: shown.join('\n'), lines: toRanges(begins) };
}

export function chosenLines(chosen: ReadonlySet<number>, log: Log): Digest['lines'] {
  return toRanges(log.lines.map((_, index) => (chosen.has(index) ? log.beginOf(index) : undefined)));
}

export interface RenderOptions {
  readonly log: Log;
  readonly groups: Groups;
  /** Characters of a quoted line, without its number. */
  readonly longest: number;
}

/** The chosen lines in the order of the log, each with its number, and between them how much is left out. */
export function renderChosen(chosen: ReadonlySet<number>, { log, groups, longest }: RenderOptions): string {
  const shown: string[] = [];
  let next = 0;
  let fromEnd = false;
  for (const index of [...chosen].sort((one, other) => one - other)) {
    const number = log.numberOf(index);
    const remarks: readonly string[] = !fromEnd && number.startsWith('-') ? ['from here on line -1 is the last'] : [];
    fromEnd ||= remarks.length > 0;
    shown.push(...leftOut(log.amount(next, index), remarks));
    shown.push(`${number}: ${cut(log.lines[index] ?? '', longest)}`);
    const likeThis = groups.behind(index, chosen);
    if (likeThis !== undefined) shown.push(likeThis);
    next = index + 1;
  }
  return [...shown, ...leftOut(log.amount(next, log.lines.length), [])].join('\n');
}

function leftOut(amount: Amount, remarks: readonly string[]): readonly string[] {
  const missing = amountWords(amount);
  const words = [...(missing === '' ? [] : [`${missing} left out`]), ...remarks];
  return words.length === 0 ? [] : [`… ${words.join('; ')}`];
}

function amountWords({ lines, bytes }: Amount): string {
  const words = [
    ...(lines > 0 ? [`${lines} ${lines === 1 ? 'line' : 'lines'}`] : []),
    ...(bytes > 0 ? [bytesWords(bytes)] : []),
  ];
  return words.join(' and ');
}

function bytesWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
