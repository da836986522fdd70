/** Arbitrary text that is hard to lay out: wide, joined, invisible, coloured. */
import fc from 'fast-check';

const PIECES = [
  'a',
  'word ',
  '  ',
  '漢字',
  'é',
  'e\u0301',
  '👩‍👩‍👧',
  '🇫🇷',
  '1\uFE0F\u20E3',
  '\u20E3',
  'ᄀ',
  'ᅡ',
  '\u0600',
  '\u200D',
  '👍🏽',
  '✓',
  'ﾞ',
  'नि',
  '\u00AD',
];

/** One line without control characters. */
export const hostileLine = fc
  .array(
    fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 8 }), fc.string({ maxLength: 20 })),
  )
  .map((pieces) => pieces.join(''));

/** The same with colours. */
export const colouredLine = fc
  .array(fc.oneof(hostileLine, fc.constantFrom('\u001B[31m', '\u001B[1m', '\u001B[22m', '\u001B[0m', '\u001B[39m')))
  .map((pieces) => pieces.join('') + '\u001B[0m');

/** Text with everything a hostile program could print. */
export const hostileText = fc
  .array(
    fc.oneof(
      hostileLine,
      fc.constantFrom(
        '\n',
        '\n\n',
        '\t',
        '\r',
        '\u001B[2J',
        '\u001B]0;title\u0007',
        '\u009B31m',
        '\u202E',
        '\0',
        '\u001B[',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
  )
  .map((pieces) => pieces.join(''));

/** What must not be left of it: control characters that are no part of a colour. */
export function hasControls(line: string): boolean {
  return /[\0-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069]/.test(line.replace(/\u001B\[[\d;:]*m/g, ''));
}

/** Whether a line leaves a style open at its end. */
export function leavesStyleOpen(line: string): boolean {
  const open = new Set<string>();
  for (const [, codes = ''] of line.matchAll(/\u001B\[([\d;]*)m/g)) {
    const closes = CLOSES[codes];
    if (closes === undefined) open.add(OPENS[codes] ?? 'colour');
    else closes.forEach((style) => open.delete(style));
  }
  return open.size > 0;
}

const OPENS: { readonly [code: string]: string } = { 1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 9: 'strike' };
const CLOSES: { readonly [code: string]: readonly string[] } = {
  0: ['bold', 'dim', 'italic', 'underline', 'strike', 'colour'],
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  29: ['strike'],
  39: ['colour'],
};
