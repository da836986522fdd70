import type { FileHandle } from 'node:fs/promises';
import type { LineEnds } from './line-ends.ts';
import { counted } from './words.ts';

/** Longer lines are cut: nobody reads a minified file line by line. */
const LINE_LIMIT = 2_000;
/** How far beyond the page lines are counted, to say how many there are. Characters. */
const COUNT_LIMIT = 32 * 1024 * 1024;

export interface PageQuery {
  /** Counted from 1. */
  readonly offset: number;
  /** The most lines, and the most characters. */
  readonly limit: number;
  readonly budget: number;
  /** What ends a line; `\n` also ends one with a `\r` before it. */
  readonly end: '\n' | '\r';
}

export interface LinePage {
  readonly lines: readonly string[];
  /** Lines in the whole file; `null` when it is too large to count. */
  readonly total: number | null;
  /** The lines of the page that were cut, counted from 1. */
  readonly cut: readonly number[];
  /** How lines of the page end, as far as that was seen. */
  readonly ends: LineEnds;
  /** The text begins with a byte order mark, which is in no line. */
  readonly hasMark: boolean;
}

/** Reads some lines of UTF-8 text in one pass with bounded memory. Rejects with what the file system says. */
export async function readLines(handle: FileHandle, query: PageQuery): Promise<LinePage> {
  const page = createPage(query);
  let read = 0;
  for await (const chunk of handle.createReadStream({ start: 0, encoding: 'utf8', autoClose: false })) {
    page.take(chunk);
    read += chunk.length;
    if (page.isFull && read > COUNT_LIMIT) return { ...page.finish(), total: null };
  }
  return page.finish();
}

function createPage({ offset, limit, budget, end: lineEnd }: PageQuery) {
  const lines: string[] = [];
  const cutLines: number[] = [];
  let chars = 0;
  let isFull = false;
  let hasCrlf = false;
  let hasLf = false;
  let hasMark = false;
  /** The number of the line that is being read, what is kept of it, and how much is not. */
  let current = 1;
  let line = '';
  let cut = 0;
  let atStart = true;
  let unended = false;

  function append(piece: string): void {
    if (current < offset || isFull) return;
    const room = LINE_LIMIT - line.length;
    line += piece.slice(0, room);
    cut += Math.max(0, piece.length - room);
  }

  function endLine(isEnded: boolean): void {
    if (current >= offset && !isFull) keep(isEnded);
    current += 1;
    line = '';
    cut = 0;
  }

  function keep(isEnded: boolean): void {
    const isCrlf = isEnded && lineEnd === '\n' && line.endsWith('\r');
    hasCrlf ||= isCrlf;
    hasLf ||= isEnded && !isCrlf && cut === 0;
    if (cut > 0) cutLines.push(current);
    const text = (isCrlf ? line.slice(0, -1) : line) + (cut === 0 ? '' : ` [… ${counted(cut, 'more character')}]`);
    chars += text.length;
    isFull = chars > budget;
    if (isFull) return;
    lines.push(text);
    isFull = lines.length === limit;
  }

  return {
    get isFull() {
      return isFull;
    },
    take(chunk: string): void {
      hasMark ||= atStart && chunk.startsWith('\ufeff');
      let start = atStart && hasMark ? 1 : 0;
      for (let end = chunk.indexOf(lineEnd, start); end !== -1; end = chunk.indexOf(lineEnd, start)) {
        append(chunk.slice(start, end));
        endLine(true);
        start = end + 1;
      }
      append(chunk.slice(start));
      atStart = false;
      unended = !chunk.endsWith(lineEnd);
    },
    finish(): LinePage {
      if (unended) endLine(false);
      const ends = lineEnd === '\r' ? 'CR' : hasCrlf && hasLf ? 'mixed' : hasCrlf ? 'CRLF' : hasLf ? 'LF' : 'none';
      return { lines, total: current - 1, cut: cutLines, ends, hasMark };
    },
  };
}
