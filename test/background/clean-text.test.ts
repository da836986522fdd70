import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../src/background/clean-text.ts';

const ESC = '\x1b';
const dangerous = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const hostile: readonly (readonly [name: string, text: string, cleaned: string])[] = [
  ['a colour', `${ESC}[31mred${ESC}[0m`, 'red'],
  ['a clipboard write ended by BEL', `a${ESC}]52;c;ZXZpbA==\x07b`, 'ab'],
  ['a clipboard write ended by ST', `a${ESC}]52;c;ZXZpbA==${ESC}\\b`, 'ab'],
  ['a title', `a${ESC}]0;pwned\x07b`, 'ab'],
  ['a link ended by BEL', `a${ESC}]8;;http://evil\x07txt${ESC}]8;;\x07b`, 'atxtb'],
  ['a link ended by ST', `a${ESC}]8;;http://evil${ESC}\\txt${ESC}]8;;${ESC}\\b`, 'atxtb'],
  ['an unfinished control string', `a${ESC}]52;c;ZXZpbA==\nb`, 'a\nb'],
  ['a clipboard write in C1', 'a\x9d52;c;ZXZpbA==\x9cb', 'ab'],
  ['a control sequence in C1', 'a\x9b2Jb', 'ab'],
  ['clear and home', `a${ESC}[2J${ESC}[Hb`, 'ab'],
  ['the alternate screen', `a${ESC}[?1049hb`, 'ab'],
  ['a cursor move', `a${ESC}[10Ab`, 'ab'],
  ['bracketed paste off', `a${ESC}[?2004lb`, 'ab'],
  ['mouse reports on', `a${ESC}[?1003hb`, 'ab'],
  ['a status query', `a${ESC}[6nb`, 'ab'],
  ['a settings query', `a${ESC}P$qm${ESC}\\b`, 'ab'],
  ['a sixel picture', `a${ESC}Pq#0;2;0;0;0#0~~@@${ESC}\\b`, 'ab'],
  ['a kitty picture', `a${ESC}_Gf=100;AAAA${ESC}\\b`, 'ab'],
  ['a privacy message', `a${ESC}^secret${ESC}\\b`, 'ab'],
  ['a start of string', `a${ESC}Xsos${ESC}\\b`, 'ab'],
  ['a reset', `a${ESC}cb`, 'ab'],
  ['a character set shift', 'a\x0eb\x0f', 'ab'],
  ['a character set choice', `a${ESC}(0qqq${ESC}(B`, 'aqqq'],
  ['a carriage return', 'real text\rfake', 'real textfake'],
  ['backspaces', 'rm\b\bls', 'rmls'],
  ['a bell', 'a\x07b', 'ab'],
  ['a NUL', 'a\0b', 'ab'],
  ['vertical tab and form feed', 'a\x0b\x0cb', 'ab'],
  ['an iTerm file', `a${ESC}]1337;File=inline=1:AAAA\x07b`, 'ab'],
  ['a tmux passthrough', `a${ESC}Ptmux;${ESC}${ESC}]52;c;AA==\x07${ESC}\\b`, 'ab'],
  ['a right-to-left override', 'a\u202Eevil\u202Cb', 'aevilb'],
  ['a zero width space and isolates', 'a\u200B\u2066b\u2069', 'ab'],
  ['a lone escape', `a${ESC}${ESC}`, 'a'],
  ['a control character inside a sequence', `a${ESC}[3\x071mb`, 'a1mb'],
  ['an endless sequence', `a${ESC}[${'1;'.repeat(500)}mb`, 'ab'],
  ['an unfinished sequence', `a${ESC}[12;3`, 'a'],
  ['modified keys, which look like a colour', `a${ESC}[>4;2mb`, 'ab'],
];

describe('what could drive a terminal goes', () => {
  test.each(hostile)('%s', (_name, text, cleaned) => {
    expect(cleanText(text)).toBe(cleaned);
  });

  test('whatever is printed, nothing dangerous is left', () => {
    const pieces = fc.constantFrom(
      ...hostile.map(([, text]) => text),
      ESC,
      '[',
      ']',
      'm',
      '31',
      '\x07',
      '\n',
      '\\',
      'é',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))), (parts) => {
        const text = parts.join('');
        expect(cleanText(text)).not.toMatch(dangerous);
        const coloured = cleanText(text, { colours: true });
        expect(coloured.replace(/\x1b\[[0-9;:]*m/g, '')).not.toMatch(dangerous);
        expect(cleanText(coloured)).toBe(cleanText(text));
      }),
    );
  });
});

describe('text stays', () => {
  test.each([
    ['lines and tabs', 'a\n\tb\n'],
    ['accents and emoji with joiners', 'déjà vu 👩‍👩‍👧 naïve 日本語'],
    ['a joiner that Persian needs', 'می\u200cخواهم'],
    ['symbols of a patched font', '\ue0b0 main'],
  ])('%s', (_name, text) => {
    expect(cleanText(text)).toBe(text);
  });
});

describe('with colours', () => {
  test.each([
    ['basic', `${ESC}[31mred${ESC}[0m`],
    ['empty reset', `${ESC}[m`],
    ['24 bits', `${ESC}[38;2;10;20;30;48;2;1;2;3mx`],
    ['colon form', `${ESC}[4:3mcurly`],
  ])('%s stays', (_name, text) => {
    expect(cleanText(text, { colours: true })).toBe(text);
  });

  test.each([
    ['modified keys', `a${ESC}[>4;2mb`],
    ['private mode', `a${ESC}[?5mb`],
    ['an endless one', `a${ESC}[${'1;'.repeat(500)}mb`],
    ['C1 form', 'a\x9b31mb'],
  ])('%s goes', (_name, text) => {
    expect(cleanText(text, { colours: true })).toBe('ab');
  });
});

test.each([
  ['unfinished control strings', `${ESC}]`],
  ['unfinished sequences', `${ESC}[1;`],
  ['escapes', ESC],
  ['intermediate bytes', `${ESC}[ `],
  ['parameters', ';'],
  ['C1 strings', '\x9d'],
])('a megabyte of %s takes no longer than its length demands', (_name, piece) => {
  const text = `${ESC}[${piece.repeat(1_000_000 / piece.length)}`;
  const before = performance.now();
  cleanText(text, { colours: true });
  expect(performance.now() - before).toBeLessThan(2_000);
});
