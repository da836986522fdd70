/**
 * The recorded session: append-only lines of JSON, one event each, written before what follows from them happens.
 *
 * - One `write` a record, flushed to the disk; how a session begins, and what tools and tasks do, only with the message
 *   that follows from it. A record that could not be written whole is taken back, so the file never ends in half a line
 *   by our doing; one that a crash tore is cut by whoever opens the file next.
 * - Deltas and output are not recorded: the message and the log that come of them are.
 * - Only one program writes a file; each session has its own.
 */
import {
  closeSync,
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
import type { AgentEvent } from './events.ts';
import { readableMessage } from './valid-history.ts';

/** The form of a record; a reader keeps what it does not know. */
const VERSION = 1;

export interface Journal {
  readonly file: string;
  /** Records the event if it is one that lasts. Answers why not, in a sentence, when the file cannot be written. */
  append(event: AgentEvent): AppendResult;
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
  return {
    file,
    append(event) {
      if (!open || !lasts(event)) return { ok: true };
      const record = Buffer.from(recordLine(event));
      try {
        const note = putBack();
        if (writeSync(fd, record) !== record.length) throw new Error('the disk is full');
        if (!isCarried(event)) fdatasyncSync(fd);
        size += record.length;
        return note === undefined ? { ok: true } : { ok: true, note };
      } catch (error) {
        takeBack(fd, size);
        return { ok: false, sentence: cannotWrite(file, error) };
      }
    },
    close() {
      if (open) closeSync(fd);
      open = false;
    },
  };

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
    closeSync(fd);
    fd = fresh;
    return `The record of this session was removed or replaced from outside: ${file} was written anew.`;
  }
}

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
    case 'tool_task':
    case 'task_output':
    case 'task_changed':
    case 'unread_changed':
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
