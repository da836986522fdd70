/**
 * What one input event of the terminal means as key presses. Ink hands over a chunk as one event when it holds no
 * escape, so `hello` and Enter typed fast arrive as `"hello\r"`: the string is scanned, and control characters in it
 * are keys. Pasted text does not come this way.
 */
import type { Key } from 'ink';

export type KeyPress =
  /** A key by its name: `enter`, `ctrl+c`, `alt+left`. */
  | { readonly kind: 'key'; readonly name: string }
  /** Printable characters, one or several. */
  | { readonly kind: 'text'; readonly text: string };

/** Knows of the input event that is being read how it came. */
export interface KeySource {
  /** It is one key, and nothing else was typed within some milliseconds. */
  isAlone(): boolean;
}

/** The first key of typed text as a binding names it; text that is no key is its own name. */
export function keyOfText(text: string): string {
  const [first] = scan(text);
  return first?.kind === 'key' ? first.name : text;
}

export function readKeyPresses(input: string, key: Key): readonly KeyPress[] {
  if (key.eventType === 'release') return [];
  const named = NAMED.find(([flag]) => key[flag]);
  if (named !== undefined) return [press(named[1], key)];
  if (key.ctrl || (key.meta && [...input].length === 1)) return input === '' ? [] : [press(keyName(input), key)];
  return scan(input);
}

const NAMED = [
  ['return', 'enter'],
  ['escape', 'esc'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
] as const satisfies readonly (readonly [keyof Key, string])[];

function press(name: string, { ctrl, meta, shift }: Pick<Key, 'ctrl' | 'meta' | 'shift'>): KeyPress {
  // A letter carries its shift in itself, but with ctrl it is no letter.
  const shifted = shift && (ctrl || name.length > 1);
  // Ink reads two escapes in a row as one with alt.
  const alt = meta && name !== 'esc';
  return { kind: 'key', name: `${ctrl ? 'ctrl+' : ''}${alt ? 'alt+' : ''}${shifted ? 'shift+' : ''}${name}` };
}

function keyName(input: string): string {
  return input === ' ' ? 'space' : input.toLowerCase();
}

/** `function-keys.ts` makes the characters behind this one of F1 to F12. */
const FUNCTION_KEYS = 0x10ff00;
const PARTS = /\r\n|[\u{10FF01}-\u{10FF0C}]|[\0-\x1F\x7F]|[^\0-\x1F\x7F\u{10FF01}-\u{10FF0C}]+/gu;

function scan(input: string): readonly KeyPress[] {
  return (input.match(PARTS) ?? []).flatMap((part): readonly KeyPress[] => {
    const code = part.codePointAt(0) ?? 0;
    if (code > FUNCTION_KEYS && code <= FUNCTION_KEYS + 12) {
      return [{ kind: 'key', name: `f${code - FUNCTION_KEYS}` }];
    }
    if (!/^[\0-\x1F\x7F]/.test(part)) return [{ kind: 'text', text: part }];
    const name = controlName(part);
    return name === undefined ? [] : [{ kind: 'key', name }];
  });
}

function controlName(part: string): string | undefined {
  switch (part) {
    case '\r':
    case '\r\n':
      return 'enter';
    case '\n':
      return 'ctrl+j';
    case '\t':
      return 'tab';
    case '\b':
    case '\x7F':
      return 'backspace';
    case '\0':
      return undefined;
    default: {
      const code = part.charCodeAt(0);
      if (code === 0x1f) return 'ctrl+_';
      return code <= 26 ? `ctrl+${String.fromCharCode(code + 96)}` : undefined;
    }
  }
}
