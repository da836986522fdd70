/**
 * Takes the terminal's string replies and what it reports of the mouse out of its input, and hands both on. Pure but for
 * what is held back between two chunks.
 */
import { MOUSE_REPORT, readMouse, type MouseEvent } from '../components/mouse.ts';

export interface ReplyFilter {
  /** What is to be passed on; the beginning of what may be a reply is held back. */
  push(chunk: string): string;
  holds(): boolean;
  /** Gives out what is held back: it was no reply after all. */
  release(): string;
}

/** ESC with `]`, `P`, `_`, `^` or `X`, up to BEL or ESC `\` (ECMA-48, 5.6; BEL is xterm's). */
const REPLY = /\u001B[\]P_^X][^\u0007\u001B]*(?:\u0007|\u001B\\)/g;
const OPEN_REPLY = /\u001B[\]P_^X][^\u0007\u001B]*\u001B?$/;
/** xterm's mode 1004. */
const FOCUS_REPORT = /\u001B\[([IO])/g;
const OPEN_REPORT = /\u001B\[(?:<[\d;]{0,16})?$/;
/** A paste may hold anything, and is passed on as it is. */
const PASTE = /(\u001B\[200~[\s\S]*?(?:\u001B\[201~|$))/;
const PASTE_END = '\u001B[201~';
/** No terminal says more in one reply. */
const LONGEST = 65_536;

export interface ReplyHearers {
  mouse?(event: MouseEvent): void;
  /** The terminal got the focus, or lost it. */
  focus?(has: boolean): void;
  /** A whole reply, with the sequences that open and close it. */
  reply?(reply: string): void;
}

export function createReplyFilter(hearers: ReplyHearers = {}): ReplyFilter {
  let held = '';
  let pasting = false;

  function push(chunk: string): string {
    const input = held + chunk;
    held = '';
    if (!pasting) return outsidePaste(input);
    const end = input.indexOf(PASTE_END);
    if (end === -1) return input;
    pasting = false;
    const after = end + PASTE_END.length;
    return input.slice(0, after) + outsidePaste(input.slice(after));
  }

  function outsidePaste(input: string): string {
    const parts = input.split(PASTE);
    pasting = parts.length > 1 && parts.at(-1) === '' && !input.endsWith(PASTE_END);
    return parts
      .map((part, index) => (index % 2 === 1 ? part : withoutReplies(part, index === parts.length - 1)))
      .join('');
  }

  function withoutReplies(text: string, last: boolean): string {
    const rest = withoutReports(
      text.replace(REPLY, (reply) => {
        hearers.reply?.(reply);
        return '';
      }),
    );
    const open = last ? openEnd(text, rest) : undefined;
    if (open === undefined || open.length > LONGEST) return rest;
    held = open;
    return rest.slice(0, -open.length);
  }

  function withoutReports(text: string): string {
    const unfocused = text.replace(FOCUS_REPORT, (_, letter: string) => {
      hearers.focus?.(letter === 'I');
      return '';
    });
    return unfocused.replace(MOUSE_REPORT, (...match) => {
      const event = readMouse(match as unknown as RegExpMatchArray);
      if (event !== undefined) hearers.mouse?.(event);
      return '';
    });
  }

  return {
    push,
    holds: () => held !== '',
    release() {
      const text = held;
      held = '';
      return text;
    },
  };
}

/** Where reports come in a flood, also an escape alone may be the beginning of one. */
function openEnd(text: string, rest: string): string | undefined {
  const flood = rest.length < text.length && rest.endsWith('\u001B') ? '\u001B' : undefined;
  return OPEN_REPLY.exec(rest)?.[0] ?? OPEN_REPORT.exec(rest)?.[0] ?? flood;
}
