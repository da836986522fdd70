/**
 * The records of a session, read from its file in pieces: while a long one is read, keys and tasks go on, and no more of
 * it is in memory than one piece and what it tells.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AgentEvent } from './events.ts';
import { readRecord } from './record-line.ts';

/** What a journal records, oldest first. Rejects when the file cannot be read, and for what is no regular file. */
export async function readJournal(file: string): Promise<readonly AgentEvent[]> {
  const events: AgentEvent[] = [];
  for await (const some of journalPieces(file)) for (const event of some) events.push(event);
  return events;
}

/**
 * The same piece by piece, for who does not need all. What cannot be understood is passed over, and a last line that was
 * not written to its end, and a line that stands there twice in a row.
 */
export async function* journalPieces(file: string): AsyncGenerator<readonly AgentEvent[]> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) throw new Error('it is no regular file');
    const piece = Buffer.alloc(PIECE);
    let begun: readonly Buffer[] = [];
    let before: string | undefined;
    for (;;) {
      const { bytesRead } = await handle.read(piece, 0, PIECE);
      if (bytesRead === 0) return;
      const end = piece.subarray(0, bytesRead).lastIndexOf(LINE_END) + 1;
      if (end > 0) {
        const lines = Buffer.concat([...begun, piece.subarray(0, end)])
          .toString('utf8')
          .split('\n');
        begun = [];
        lines.pop();
        yield lines.flatMap((line, index) => (line === (lines[index - 1] ?? before) ? [] : readRecord(line)));
        before = lines.at(-1);
        await nextTurn();
      }
      // Copied, as the piece is written over.
      begun = [...begun, Buffer.from(piece.subarray(end, bytesRead))];
    }
  } finally {
    await handle.close();
  }
}

/** Bytes. */
const PIECE = 1024 * 1024;
const LINE_END = 0x0a;
