/**
 * Reads what a digest is made from: up to 8 MiB of a log from its start and then its end, in slices that take a few
 * milliseconds each. One log at a time, so that many that end at once neither hold up the keys nor fill the memory.
 */
import { setImmediate } from 'node:timers/promises';
import { createExcerpt } from './digest/excerpt.ts';
import type { LogPiece } from './digest/log.ts';
import type { LogLine, LogPage, LogQuery } from './task-log.ts';

type ReadLog = (query: LogQuery) => Promise<LogPage>;

export function createDigestSource(): { read(readLog: ReadLog): Promise<readonly LogPiece[]> } {
  let previous: Promise<unknown> = Promise.resolve();
  return {
    read(readLog) {
      const reading = previous.then(() => readPieces(readLog));
      previous = reading.catch(() => undefined);
      return reading;
    },
  };
}

const SLICE_BYTES = 32 * 1024;
const SLICES = 256;

async function readPieces(readLog: ReadLog): Promise<readonly LogPiece[]> {
  const excerpt = createExcerpt();
  let at = 0;
  for (let slices = 0; slices < SLICES; slices++) {
    await setImmediate();
    const page = await readLog({ after: at, bytes: SLICE_BYTES });
    excerpt.add(countable(page));
    if (page.atEnd) return excerpt.pieces();
    if (page.to <= at) break;
    at = page.to;
  }
  excerpt.add(await readEnd(readLog, at));
  return excerpt.pieces();
}

/** A line longer than a slice comes in pieces: behind one it is not known how many lines there were. */
function countable({ lines, from, to, atEnd }: LogPage): readonly LogLine[] {
  const mayBePiece = lines.length === 1 && !atEnd && to - from > SLICE_BYTES - 4;
  return mayBePiece ? [...lines, { kind: 'gap', bytes: 0 }] : lines;
}

/** The end of the log, but nothing before `at`. */
async function readEnd(readLog: ReadLog, at: number): Promise<readonly LogLine[]> {
  const end = await readLog({ before: 'end', bytes: SLICE_BYTES });
  if (end.from > at) return [{ kind: 'gap', bytes: end.from - at }, ...end.lines];
  return (await readLog({ after: at, bytes: SLICE_BYTES })).lines;
}
