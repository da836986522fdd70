import { createScreenLines } from '../screen-lines.ts';
import type { LogLine, LogPage, LogQuery } from '../task-log.ts';
import { type Extent, keptExtents, readBytes } from './log-segments.ts';

/**
 * A page of a task's log; `LogPage` says what it promises. It reads no more than about `bytes`, and it never goes over
 * a gap: the gap is the first or the last line of a page, and the next page begins behind it.
 *
 * A line that is longer than `bytes` cannot be whole: it comes in pieces, each a line of its own.
 */
export function readLogPage(folder: string, query: LogQuery): LogPage {
  const extents = keptExtents(folder);
  const size = extents.at(-1)?.to ?? 0;
  const bytes = Math.max(query.bytes, SMALLEST_PAGE);
  const part = { bytes, longest: query.longest };
  const stretch =
    'after' in query
      ? forwards(extents, Math.min(query.after, size), part)
      : backwards(extents, query.before === 'end' ? size : Math.min(query.before, size), part);
  return { ...stretch, size, atStart: stretch.from === 0, atEnd: stretch.atEnd };
}

interface Part {
  readonly bytes: number;
  /** Characters of a line. */
  readonly longest: number | undefined;
}

type Stretch = Pick<LogPage, 'lines' | 'from' | 'to' | 'atEnd'>;

const SMALLEST_PAGE = 256;
const LINE_END = 0x0a;

function backwards(extents: readonly Extent[], end: number, { bytes, longest }: Part): Stretch {
  const size = extents.at(-1)?.to ?? 0;
  const index = extents.findLastIndex((extent) => extent.from < end);
  const extent = extents[index];
  if (extent === undefined) return { lines: gap(0, end), from: 0, to: end, atEnd: end === size };
  if (extent.to < end) return { lines: gap(extent.to, end), from: extent.to, to: end, atEnd: end === size };

  const start = Math.max(extent.from, end - bytes);
  const raw = readBytes(extent, start, end);
  const skipped = start > extent.from ? beginOfFirstLine(raw) : 0;
  const text = raw.subarray(skipped);
  const reachesGap = start + skipped === extent.from;
  const from = reachesGap ? (extents[index - 1]?.to ?? 0) : start + skipped;
  return {
    lines: [...(reachesGap ? gap(from, extent.from) : []), ...textLines(text, { begin: start + skipped, longest })],
    from,
    to: end === size ? end - unfinishedLength(text) : end,
    atEnd: end === size,
  };
}

function forwards(extents: readonly Extent[], begin: number, { bytes, longest }: Part): Stretch {
  const index = extents.findIndex((extent) => extent.to > begin);
  const extent = extents[index];
  if (extent === undefined) return { lines: [], from: begin, to: begin, atEnd: true };

  const start = Math.max(extent.from, begin);
  const raw = readBytes(extent, start, Math.min(extent.to, start + bytes));
  const before = gap(begin, start);
  if (start + raw.length < extent.to) {
    const text = raw.subarray(0, endOfLastLine(raw));
    return {
      lines: [...before, ...textLines(text, { begin: start, longest })],
      from: begin,
      to: start + text.length,
      atEnd: false,
    };
  }
  const next = extents[index + 1];
  const to = next?.from ?? extent.to - unfinishedLength(raw);
  const after = next === undefined ? [] : gap(extent.to, next.from);
  return {
    lines: [...before, ...textLines(raw, { begin: start, longest }), ...after],
    from: begin,
    to,
    atEnd: next === undefined,
  };
}

function gap(from: number, to: number): readonly LogLine[] {
  return to > from ? [{ kind: 'gap', bytes: to - from }] : [];
}

function textLines(
  raw: Buffer,
  { begin, longest }: { readonly begin: number; readonly longest: number | undefined },
): readonly LogLine[] {
  const screen = createScreenLines(longest === undefined ? {} : { maxLine: longest });
  const lines = screen.write(raw);
  const all = unfinishedLength(raw) > 0 ? [...lines, screen.rest()] : lines;
  let next = 0;
  return all.map((text) => {
    const at = begin + next;
    next = raw.indexOf(LINE_END, next) + 1;
    return { kind: 'text', text, at };
  });
}

function unfinishedLength(raw: Buffer): number {
  return raw.length - 1 - raw.lastIndexOf(LINE_END);
}

/** Where the first line begins in bytes that begin anywhere; of one long line the first whole character. */
function beginOfFirstLine(raw: Buffer): number {
  const end = raw.indexOf(LINE_END);
  if (end !== -1 && end < raw.length - 1) return end + 1;
  const character = raw.subarray(0, 4).findIndex((byte) => !isContinuation(byte));
  return Math.max(character, 0);
}

/** Where the last line ends in bytes that end anywhere; of one long line the last whole character. */
function endOfLastLine(raw: Buffer): number {
  const end = raw.lastIndexOf(LINE_END);
  if (end !== -1) return end + 1;
  const character = raw.subarray(-4).findLastIndex((byte) => !isContinuation(byte));
  return character <= 0 ? raw.length : raw.length - 4 + character;
}

/** Whether a byte goes on with a character of UTF-8. */
function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
