/**
 * The one place that decides what the bytes of the terminal are: keys, pastes, the mouse, the focus, replies. It
 * gives out whole keys and whole pastes only, whatever pieces they come in; a sequence that never ends is dropped,
 * not typed. The clock is passed in, in milliseconds; whoever drives it calls `expire` when `due` has come.
 *
 * Not offered: bytes are characters here already; `setEncoding('utf8')` puts torn ones together.
 */
import type { MouseEvent } from '../components/mouse.ts';
import { ESC, PASTE_END, PASTE_START, scanSequence, type Sequence } from './input-sequence.ts';
import { createMarkedPaste, type MarkedPaste } from './marked-paste.ts';
import { createTypedText } from './typed-text.ts';

export type InputEvent =
  /** Typed text, or one whole sequence. `alone`: one key, and nothing else was typed within some milliseconds. */
  | { readonly kind: 'keys'; readonly bytes: string; readonly alone: boolean }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'mouse'; readonly event: MouseEvent }
  | { readonly kind: 'focus'; readonly has: boolean }
  /** A string reply with the sequences that open and close it. */
  | { readonly kind: 'reply'; readonly reply: string }
  /** The terminal's answer to `CSI ? u`, whole. */
  | { readonly kind: 'kitty'; readonly bytes: string; readonly flags: number };

export interface InputReader {
  push(chunk: string, at: number): readonly InputEvent[];
  /** When `expire` has something to do, if nothing comes before. */
  due(): number | null;
  expire(at: number): readonly InputEvent[];
  /** The terminal is the program's from now on: nothing is known of it, and what was open is forgotten. */
  reset(): void;
}

export interface InputReaderOptions {
  /** How long an ESC alone may be the beginning of a sequence. */
  readonly escapeMs: number;
  /** Whether that key alone would do something now that takes more than a look to undo. */
  deliberate(key: string): boolean;
}

/** The Esc key as kitty sends it: no parser takes it for the beginning of something else. */
export const ESCAPE_KEY = '\u001B[27u';
const IS_ESCAPE_KEY = /^\u001B\[27(?:;[\d:]*)*u$/;
/** Nobody has typed `ESC [`; what begins so is waited for. */
const SEQUENCE_MS = 1000;
/** A paste of which nothing has come for so long is handed over as far as it came. */
const STALL_MS = 1500;
/** How long the rest of a sequence may be late whose ESC was taken for the Esc key. */
const LATE_MS = 1000;
/** One or several, and nothing else. */
const CTRL_C = /^(?:\u0003+|(?:\u001B\[99;5u)+)$/;

export function createInputReader({ escapeMs, deliberate }: InputReaderOptions): InputReader {
  const text = createTypedText(deliberate);
  let open = '';
  let openAt = 0;
  /** What was given out as a key and may still turn out to have been the beginning of a sequence. */
  let early: { readonly bytes: string; readonly at: number } | null = null;
  let paste: { readonly gathered: MarkedPaste; readonly stalled: boolean; readonly at: number } | null = null;
  /** Esc has a sequence of its own (kitty's protocol is on), so an ESC alone is always the beginning of one. */
  let escapeIsSequence = false;

  function push(chunk: string, at: number): readonly InputEvent[] {
    if (paste === null || (paste.stalled && !goesOn(chunk))) return outsidePaste(chunk, at);
    if (CTRL_C.test(chunk)) {
      const handed = handOver();
      paste = null;
      return [...handed, ...outsidePaste(chunk, at)];
    }
    const { gathered } = paste;
    paste = { gathered, stalled: false, at };
    const rest = gathered.push(chunk);
    if (rest === null) return [];
    paste = null;
    return [...pasted(gathered), ...outsidePaste(rest, at)];
  }

  /** Behind a pause: what is typed by hand ends the paste for good. */
  function goesOn(chunk: string): boolean {
    if (chunk.startsWith(ESC)) return chunk.includes(PASTE_END);
    if (chunk.length > 1) return true;
    paste = null;
    return false;
  }

  function handOver(): readonly InputEvent[] {
    if (paste === null) return [];
    paste = { ...paste, stalled: true };
    return pasted(paste.gathered);
  }

  function outsidePaste(chunk: string, at: number): readonly InputEvent[] {
    const input = withoutLostEnd(open + lateStart(chunk, at) + chunk, at);
    open = '';
    const events: InputEvent[] = [];
    for (let index = 0; index < input.length;) {
      const from = index;
      if (input[from] !== ESC) {
        const next = input.indexOf(ESC, from);
        index = next === -1 ? input.length : next;
        events.push(...text.take(input.slice(from, index), { at, whole: index - from === input.length }));
        continue;
      }
      const sequence = scanSequence(input, from);
      if (sequence.kind === 'open') {
        open = input.slice(from);
        openAt = at;
        break;
      }
      index += sequence.length;
      const bytes = input.slice(from, index);
      if (sequence.kind !== 'paste') events.push(...meaning(sequence, { bytes, at, whole: bytes === input }));
      else {
        paste = { gathered: createMarkedPaste(), stalled: false, at };
        return [...events, ...text.flush(), ...push(input.slice(index), at)];
      }
    }
    return events;
  }

  /** The beginning of what comes now, if it was taken for a key. */
  function lateStart(chunk: string, at: number): string {
    const bytes = early !== null && at - early.at < LATE_MS && isRest(early.bytes, chunk) ? early.bytes : '';
    early = null;
    return bytes;
  }

  /** What ends a paste whose beginning was lost was pasted too. */
  function withoutLostEnd(input: string, at: number): string {
    const end = input.indexOf(PASTE_END);
    const start = input.indexOf(PASTE_START);
    if (end === -1 || (start !== -1 && start < end)) return input;
    paste = null;
    if (end > 0) text.paste(input.slice(0, end), at);
    return input.slice(end + PASTE_END.length);
  }

  function meaning(
    sequence: Exclude<Sequence, { readonly kind: 'open' | 'paste' }>,
    read: { readonly bytes: string; readonly at: number; readonly whole: boolean },
  ): readonly InputEvent[] {
    switch (sequence.kind) {
      case 'key':
        escapeIsSequence ||= IS_ESCAPE_KEY.test(read.bytes);
        return key(read.bytes, read);
      case 'escape':
        return key(ESCAPE_KEY, read);
      case 'mouse':
        return sequence.event === undefined ? [] : [{ kind: 'mouse', event: sequence.event }];
      case 'focus':
        return [{ kind: 'focus', has: sequence.has }];
      case 'reply':
        return [{ kind: 'reply', reply: read.bytes }];
      case 'kitty':
        // The first flag: Esc and keys with Ctrl or Alt are sequences.
        escapeIsSequence = sequence.flags % 2 === 1;
        return [{ kind: 'kitty', bytes: read.bytes, flags: sequence.flags }];
      case 'nothing':
        return [];
      default:
        return sequence satisfies never;
    }
  }

  function key(bytes: string, read: { readonly at: number; readonly whole: boolean }): readonly InputEvent[] {
    const { before, alone } = text.key(read);
    return [...before, { kind: 'keys', bytes, alone }];
  }

  function openDue(): number | null {
    if (open === '') return null;
    const mayBeKey = isEscape(open) ? !escapeIsSequence : isAltKey(open);
    return openAt + (mayBeKey ? escapeMs : SEQUENCE_MS);
  }

  /** It went no further: a key, or nothing. */
  function giveUp(at: number): readonly InputEvent[] {
    const bytes = open;
    open = '';
    if (!isEscape(bytes) && !isAltKey(bytes)) return [];
    early = { bytes: isEscape(bytes) ? ESC : bytes, at };
    return key(isEscape(bytes) ? ESCAPE_KEY : bytes, { at: openAt, whole: true });
  }

  const pasteDue = () => (paste === null || paste.stalled ? null : paste.at + STALL_MS);

  return {
    push,
    due() {
      const dues = [openDue(), text.due(), pasteDue()].filter((due) => due !== null);
      return dues.length === 0 ? null : Math.min(...dues);
    },
    expire: (at) => [
      ...(isDue(text.due(), at) ? text.flush() : []),
      ...(isDue(openDue(), at) ? giveUp(at) : []),
      ...(isDue(pasteDue(), at) ? handOver() : []),
    ],
    reset() {
      open = '';
      early = null;
      paste = null;
      escapeIsSequence = false;
    },
  };
}

function isDue(due: number | null, at: number): boolean {
  return due !== null && at >= due;
}

function pasted(gathered: MarkedPaste): readonly InputEvent[] {
  const text = gathered.take();
  return text === '' ? [] : [{ kind: 'paste', text }];
}

function isEscape(bytes: string): boolean {
  return bytes === ESC || bytes === ESC + ESC;
}

/** Alt with a letter that also begins a string; alt+] is not among them, as the terminal is asked for such replies. */
function isAltKey(bytes: string): boolean {
  return /^\u001B[PX^_]$/.test(bytes);
}

/** Reports and keys, whole or up to the end of the read; short ones only when nothing but a sequence follows. */
const REST_OF_KEY =
  /^(?:\[(?:<[\d;]*(?:[Mm]|$)|\d[\d;:]*(?:[~^$uA-HPQRS]|$)|\?[\d;]*(?:[cu]|$)|(?:\[[A-E]|[A-FHIOZ])(?=$|\u001B))|O[A-DFHMP-S](?=$|\u001B)|\]\d{1,3}(?:;|$)|P[01>](?:[$+|]|$))/;
const REST_OF_STRING = /^[ -?G][^\0-\u001F\u007F]*(?:\u0007|\u001B\\)/;

function isRest(begun: string, chunk: string): boolean {
  return (begun === ESC ? REST_OF_KEY : REST_OF_STRING).test(chunk);
}
