/**
 * The recorded session: append-only lines of JSON, one event each, written before what follows from them happens.
 *
 * - One `write` a record, which a killed program survives, and a flush to the disk, which takes what it takes: it happens
 *   beside, so that keys need not wait for a slow disk, and `flushed` tells when it is done. How a session begins, and what
 *   tools and tasks do, is flushed only with the message that follows from it. A record that could not be written whole is taken back, so the file never ends in half a line
 *   by our doing; one that a crash tore is cut by whoever opens the file next.
 * - Deltas and output are not recorded: the message and the log that come of them are.
 * - Only one program writes a file; each session has its own.
 */
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { AgentEvent } from './events.ts';
import { recordLine } from './record-line.ts';

export interface Journal {
  readonly file: string;
  /** Records the event if it is one that lasts. Answers why not, in a sentence, when the file cannot be written. */
  append(event: AgentEvent): AppendResult;
  /** Settles when all that was appended is on the disk, or cannot be. Never rejects. */
  flushed(): Promise<AppendResult>;
  /** What is appended later is not recorded. */
  close(): void;
}

export type AppendResult =
  /** `note`: what was found and mended, in a sentence. */
  { readonly ok: true; readonly note?: string } | { readonly ok: false; readonly sentence: string };

/** Opens `file` for appending, with its folder (0700) and mode 0600. Throws what the file system throws. */
export function openJournal(file: string): Journal {
  let fd = openRecord(file);
  let size = fstatSync(fd).size;
  if (size > 0) takeBack(fd, (size = wholeLines(fd, size)));
  let open = true;
  /** The flush that is under way, and whether something was written after it began. */
  let flushing: Promise<AppendResult> | undefined;
  let isStale = false;
  return {
    file,
    append(event) {
      if (!open || !lasts(event)) return { ok: true };
      const record = Buffer.from(recordLine(event));
      try {
        const note = putBack();
        if (writeSync(fd, record) !== record.length) throw new Error('the disk is full');
        if (!isCarried(event)) flush();
        size += record.length;
        return note === undefined ? { ok: true } : { ok: true, note };
      } catch (error) {
        takeBack(fd, size);
        return { ok: false, sentence: cannotWrite(file, error) };
      }
    },
    flushed: () => flushing ?? Promise.resolve({ ok: true }),
    close() {
      if (open) closeAfterFlush(fd);
      open = false;
    },
  };

  function flush(): void {
    isStale = true;
    flushing ??= flushAll().finally(() => (flushing = undefined));
  }

  async function flushAll(): Promise<AppendResult> {
    try {
      while (isStale) {
        isStale = false;
        await flushData(fd);
      }
      return { ok: true };
    } catch (error) {
      return { ok: false, sentence: cannotWrite(file, error) };
    }
  }

  function closeAfterFlush(descriptor: number): void {
    if (flushing === undefined) closeSync(descriptor);
    else void flushing.then(() => closeSync(descriptor));
  }

  /** Who removes the file, or puts another in its place, takes no name from what this program has open: it is copied. */
  function putBack(): string | undefined {
    if (fstatSync(fd).nlink > 0) return undefined;
    const copied = readFrom(fd, { from: 0, length: size });
    const draft = `${file}.${process.pid}`;
    const fresh = openRecord(draft);
    try {
      if (writeSync(fresh, copied) !== copied.length) throw new Error('the disk is full');
      fdatasyncSync(fresh);
      renameSync(draft, file);
    } catch (error) {
      closeSync(fresh);
      rmSync(draft, { force: true });
      throw error;
    }
    closeAfterFlush(fd);
    fd = fresh;
    return `The record of this session was removed or replaced from outside: ${file} was written anew.`;
  }
}

const flushData = promisify(fdatasync);

/** For appending and reading, for its user alone. */
function openRecord(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  return openSync(file, 'a+', 0o600);
}

function readFrom(fd: number, { from, length }: { readonly from: number; readonly length: number }): Buffer {
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const more = readSync(fd, bytes, read, length - read, from + read);
    if (more === 0) break;
    read += more;
  }
  return bytes.subarray(0, read);
}

/** The length of the file without a last line that was not written to its end. Looked for from the end. */
function wholeLines(fd: number, size: number): number {
  for (let to = size; to > 0; to -= TAIL) {
    const from = Math.max(0, to - TAIL);
    const at = readFrom(fd, { from, length: to - from }).lastIndexOf(LINE_END);
    if (at !== -1) return from + at + 1;
  }
  return 0;
}

/** Bytes. */
const TAIL = 64 * 1024;
const LINE_END = 0x0a;

/** What a later record carries to the model: flushed with that. A program that ends loses nothing that was written. */
function isCarried({ type }: AgentEvent): boolean {
  switch (type) {
    case 'session_started':
    case 'permissions_changed':
    case 'tool_started':
    case 'tool_task':
    case 'tool_done':
    case 'task_started':
    case 'task_done':
    case 'news_unread':
      return true;
    default:
      return false;
  }
}

function lasts(event: AgentEvent): boolean {
  switch (event.type) {
    case 'text_delta':
    case 'thinking_delta':
    case 'tool_call_delta':
    case 'task_output':
    case 'task_changed':
    case 'unread_changed':
    case 'question_waiting':
    case 'request_retrying':
    case 'request_silent':
    case 'request_waiting':
    case 'model_announced':
      return false;
    default:
      return true;
  }
}

function takeBack(fd: number, size: number): void {
  try {
    ftruncateSync(fd, size);
  } catch {
    // Who opens it next cuts a torn tail; there is nothing more to be done here.
  }
}

function cannotWrite(file: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `The session cannot be recorded in ${file}: ${reason}. Free some space or check the folder's permissions, then press Enter to go on.`;
}
