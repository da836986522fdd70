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
  readFileSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { AgentEvent } from './events.ts';
import { readableMessage } from './valid-history.ts';

/** The form of a record; a reader keeps what it does not know. */
const VERSION = 1;

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
  if (size > 0) takeBack(fd, (size = wholeLines(file)));
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
    const copied = readFrom(fd, size);
    const draft = `${file}.${process.pid}`;
    const fresh = openRecord(draft);
    try {
      if (writeSync(fresh, copied) !== copied.length) throw new Error('the disk is full');
      fdatasyncSync(fresh);
      renameSync(draft, file);
    } catch (error) {
      closeSync(fresh);
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

function readFrom(fd: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let read = 0;
  while (read < size) {
    const more = readSync(fd, bytes, read, size - read, read);
    if (more === 0) break;
    read += more;
  }
  return bytes.subarray(0, read);
}

/** What a journal records, oldest first. What cannot be understood stays in the file and is passed over. */
export function readJournal(file: string): readonly AgentEvent[] {
  const text = readFileSync(file, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line, index, lines) => line !== lines[index - 1])
    .flatMap(readRecord);
}

/** What the journal writes of an event. */
export function recordLine(event: AgentEvent): string {
  return `${JSON.stringify({ v: VERSION, ...event })}\n`;
}

/** The event of one line, or nothing. */
export function readRecord(line: string): readonly AgentEvent[] {
  try {
    const { v, ...event } = JSON.parse(line) as AgentEvent & { readonly v: unknown };
    return v === VERSION && typeof event.type === 'string' ? readable(event as AgentEvent) : [];
  } catch {
    return [];
  }
}

/** With the blocks that are understood, of messages that hold others as well. */
function readable(event: AgentEvent): readonly AgentEvent[] {
  if (!isWhole(event)) return [];
  if (event.type === 'user_message' || event.type === 'assistant_message') {
    return readableMessage(event.message).map((message) => ({ ...event, message }) as AgentEvent);
  }
  return [event.type === 'compacted' ? { ...event, history: event.history.flatMap(readableMessage) } : event];
}

/** It has what a session is taken up from; a disk or a hand may have spoiled it. Throws when it has not even the shape. */
function isWhole(event: AgentEvent): boolean {
  switch (event.type) {
    case 'prompt_queued':
      return typeof event.text === 'string';
    case 'session_titled':
      return typeof event.title === 'string';
    case 'user_message':
      return [event.message.blocks, event.told, event.promptIds].every(Array.isArray);
    case 'assistant_message':
      return Array.isArray(event.message.blocks);
    case 'prefix_recorded':
      return typeof event.system === 'string' && Array.isArray(event.tools);
    case 'compacted':
      return event.history.every((message) => Array.isArray(message?.blocks));
    case 'task_started':
    case 'task_done':
      return typeof event.task.id === 'string' && typeof event.task.spec.command === 'string';
    case 'tool_started':
      return typeof event.tool.subject === 'string';
    case 'tool_done':
      return typeof event.result.text === 'string';
    default:
      return true;
  }
}

/** The length of the file without a last line that was not written to its end. */
function wholeLines(file: string): number {
  return readFileSync(file).lastIndexOf('\n') + 1;
}

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
