import { withoutInvisible } from './invisible.ts';

/**
 * The one sanitiser: text that others wrote, made safe to print.
 *
 * An allow-list: printable characters, `\n` and `\t` stay, with `colours` also well-formed SGR sequences
 * (`ESC [ digits ; : m`). Everything else that a terminal could act on goes: other escape sequences with what they
 * carry (titles, clipboard, links, queries), control characters of both ranges, and the invisible characters that no
 * emoji and no script needs. `\r` and `\b` go without being obeyed; `screen-lines.ts` obeys them.
 *
 * Linear in the length of the text: no branch of the pattern can run over the start of a later match.
 */
export function cleanText(text: string, options: { readonly colours?: boolean } = {}): string {
  const keepsColours = options.colours === true;
  return withoutInvisible(text.replace(NOT_TEXT, (sequence) => (keepsColours && isColour(sequence) ? sequence : '')));
}

/** Whether a whole escape sequence sets colours or style and does nothing else. */
export function isColour(sequence: string): boolean {
  return COLOUR.test(sequence);
}

/** The longest useful one names a foreground, a background and an underline colour in 24 bits. */
const COLOUR = /^\x1b\[[0-9;:]{0,64}m$/;

/**
 * ECMA-48 control sequences; control strings up to their end or, unfinished, to the end of the line; other escape
 * sequences; and control characters.
 */
const NOT_TEXT = new RegExp(
  [
    /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?/,
    /(?:\x1b[PX^_\]]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?/,
    /\x1b[ -/]*[0-~]?/,
    /[\x00-\x08\x0b-\x1f\x7f-\x9f]/,
  ]
    .map((part) => part.source)
    .join('|'),
  'g',
);
