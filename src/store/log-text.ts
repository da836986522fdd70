/** A log as plain text, in pieces, for what lies outside of the screen: a file, a pager, the clipboard. */
import { cleanText } from '../background/clean-text.ts';
import type { LogLine, LogPage, LogQuery } from '../background/task-log.ts';

const PIECE_BYTES = 256 * 1024;

export interface LogTextOptions {
  readLog(query: LogQuery): Promise<LogPage>;
  /** Bytes that were printed. */
  readonly size: number;
  /** Bytes of its end that are wanted; what comes before is told in one line. */
  readonly most: number;
}

/** What is kept of a log, without colours; each missing part is one line that says how much is missing. */
export async function* logText({ readLog, size, most }: LogTextOptions): AsyncGenerator<string> {
  let at = Math.max(0, size - most);
  if (at > 0) yield `${missing(at)}\n`;
  for (;;) {
    const page = await readLog({ after: at, bytes: PIECE_BYTES });
    if (page.lines.length > 0) yield `${page.lines.map(plainLine).join('\n')}\n`;
    if (page.atEnd || page.to <= at) return;
    at = page.to;
  }
}

export function plainLine(line: LogLine): string {
  return line.kind === 'text' ? cleanText(line.text).trimEnd() : missing(line.bytes);
}

function missing(bytes: number): string {
  return `… ${bytes.toLocaleString('en')} bytes are not here …`;
}
