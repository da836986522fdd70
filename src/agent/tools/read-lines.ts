import type { FileHandle } from 'node:fs/promises';
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
}

export interface LinePage {
  readonly lines: readonly string[];
  /** Lines in the whole file; `null` when it is too large to count. */
  readonly total: number | null;
  readonly crlf: boolean;
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

function createPage({ offset, limit, budget }: PageQuery) {
  const lines: string[] = [];
  let chars = 0;
  let isFull = false;
  let crlf = false;
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

  function endLine(): void {
    if (current >= offset && !isFull) keep();
    current += 1;
    line = '';
    cut = 0;
  }

  function keep(): void {
    crlf ||= line.endsWith('\r');
    const text = line.replace(/\r$/, '') + (cut === 0 ? '' : ` [… ${counted(cut, 'more character')}]`);
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
      let start = atStart && chunk.startsWith('\ufeff') ? 1 : 0;
      for (let end = chunk.indexOf('\n', start); end !== -1; end = chunk.indexOf('\n', start)) {
        append(chunk.slice(start, end));
        endLine();
        start = end + 1;
      }
      append(chunk.slice(start));
      atStart = false;
      unended = !chunk.endsWith('\n');
    },
    finish(): LinePage {
      if (unended) endLine();
      return { lines, total: current - 1, crlf };
    },
  };
}
