/**
 * One escape sequence of terminal input (ECMA-48, xterm's ctlseqs, kitty's keyboard protocol): where it ends and what
 * it is. Pure.
 */
import { readMouse, type MouseEvent } from '../components/mouse.ts';

export type Sequence =
  /** It may go on: more input decides. */
  | { readonly kind: 'open' }
  /** A whole key. */
  | { readonly kind: 'key'; readonly length: number }
  /** The Esc key, followed by something else. */
  | { readonly kind: 'escape'; readonly length: number }
  /** A report of the mouse; of most there is no event. */
  | { readonly kind: 'mouse'; readonly length: number; readonly event: MouseEvent | undefined }
  | { readonly kind: 'focus'; readonly length: number; readonly has: boolean }
  /** The mark that begins a paste. */
  | { readonly kind: 'paste'; readonly length: number }
  /** A string reply: OSC, DCS, APC, PM or SOS. */
  | { readonly kind: 'reply'; readonly length: number }
  /** The terminal's answer to `CSI ? u`. */
  | { readonly kind: 'kitty'; readonly length: number; readonly flags: number }
  /** No terminal sends that as a key, and nobody has typed it. */
  | { readonly kind: 'nothing'; readonly length: number };

export const ESC = '\u001B';
export const PASTE_START = '\u001B[200~';
export const PASTE_END = '\u001B[201~';

/** What begins at `at`, where `input` has an ESC. */
export function scanSequence(input: string, at: number): Sequence {
  switch (input[at + 1]) {
    case undefined:
      return OPEN;
    case ESC:
      return scanAfterTwo(input, at);
    case '[':
      return scanCsi(input, at);
    case 'O':
      return scanSs3(input, at);
    case ']':
    case 'P':
    case 'X':
    case '^':
    case '_':
      return scanString(input, at);
    default:
      return { kind: 'key', length: 1 + String.fromCodePoint(input.codePointAt(at + 1) ?? 0).length };
  }
}

const OPEN: Sequence = { kind: 'open' };
/** No terminal says more in one reply. */
const LONGEST_REPLY = 65_536;
const LONGEST_CSI = 256;

/** Two escapes are alt with a key of several bytes, or the Esc key before something else. */
function scanAfterTwo(input: string, at: number): Sequence {
  const next = input[at + 2];
  if (next === undefined) return OPEN;
  if (next !== '[' && next !== 'O') return { kind: 'escape', length: /[\]PX^_]/.test(next) ? 1 : 2 };
  const second = scanSequence(input, at + 1);
  if (second.kind === 'open' || second.kind === 'nothing') return second.kind === 'open' ? OPEN : longer(second);
  return second.kind === 'key' ? longer(second) : { kind: 'escape', length: 1 };
}

function longer<T extends Sequence & { readonly length: number }>(sequence: T): T {
  return { ...sequence, length: sequence.length + 1 };
}

/** rxvt's keys with shift end in `$`, which elsewhere is an intermediate byte. */
const RXVT = /\u001B\[[235678]\$/y;
/** The console of Linux puts a second `[` before the letters of function keys. */
const CSI_START = /\u001B\[\[?[0-?]*[ -/]*/y;
/** xterm's first mouse protocol: three bytes behind the letter. */
const OLD_MOUSE_LENGTH = 6;

function scanCsi(input: string, at: number): Sequence {
  if (matchAt(RXVT, input, at) !== null) return { kind: 'key', length: 4 };
  const start = matchAt(CSI_START, input, at)?.[0] ?? '';
  const final = input[at + start.length];
  if (start.length > LONGEST_CSI) return { kind: 'nothing', length: start.length };
  if (final === undefined) return OPEN;
  if (!/[@-~]/.test(final)) return { kind: 'nothing', length: start.length };
  const whole = start + final;
  if (whole !== '\u001B[M') return readCsi(whole);
  return input.length < at + OLD_MOUSE_LENGTH ? OPEN : { kind: 'nothing', length: OLD_MOUSE_LENGTH };
}

const KITTY_FLAGS = /^\u001B\[\?(\d+)u$/;

function readCsi(whole: string): Sequence {
  const { length } = whole;
  if (whole === '\u001B[I' || whole === '\u001B[O') return { kind: 'focus', length, has: whole.endsWith('I') };
  if (whole === PASTE_START) return { kind: 'paste', length };
  if (whole === PASTE_END) return { kind: 'nothing', length };
  if (whole.startsWith('\u001B[<')) return { kind: 'mouse', length, event: readMouse(whole) };
  const flags = KITTY_FLAGS.exec(whole)?.[1];
  return flags === undefined ? { kind: 'key', length } : { kind: 'kitty', length, flags: Number(flags) };
}

const SS3_START = /\u001BO[\d;]*/y;

function scanSs3(input: string, at: number): Sequence {
  const { length } = matchAt(SS3_START, input, at)?.[0] ?? '';
  const final = input[at + length];
  if (final === undefined) return OPEN;
  return /[@-~]/.test(final) ? { kind: 'key', length: length + 1 } : { kind: 'nothing', length };
}

/**
 * By what stands behind ESC. Replies begin with what no key that follows alt with that letter does: a number (OSC), a
 * parameter (DCS), kitty's `G` (APC).
 */
const STRING_START: Readonly<Record<string, RegExp>> = {
  ']': /\u001B\](?:\d{1,5}(?:;[^\0-\u001F\u007F]*)?)?/y,
  P: /\u001BP(?:[ -?][^\0-\u001F\u007F]*)?/y,
  _: /\u001B_(?:G[^\0-\u001F\u007F]*)?/y,
  X: /\u001BX[^\0-\u001F\u007F]*/y,
  '^': /\u001B\^[^\0-\u001F\u007F]*/y,
};

function scanString(input: string, at: number): Sequence {
  const pattern = STRING_START[input[at + 1] ?? ''];
  const { length } = (pattern && matchAt(pattern, input, at)?.[0]) ?? '';
  const rest = input.slice(at + length, at + length + 2);
  if (length > LONGEST_REPLY) return { kind: 'nothing', length };
  if (rest === '' || rest === ESC) return OPEN;
  if (rest.startsWith('\u0007')) return { kind: 'reply', length: length + 1 };
  if (rest === '\u001B\\') return { kind: 'reply', length: length + 2 };
  return length === 2 ? { kind: 'key', length } : { kind: 'nothing', length };
}

function matchAt(pattern: RegExp, input: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(input);
}
