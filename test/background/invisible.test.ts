import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../src/background/clean-text.ts';
import { invisibleIn, invisibleWords, reveal, withoutInvisible } from '../../src/background/invisible.ts';

const tags = (text: string) => [...text].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');

/** One of each range of Unicode 15 that is default ignorable, and the blanks that are not plain spaces. */
const UNSEEN = [
  ...[0x00, 0x1b, 0x7f, 0x85, 0x9b, 0xa0, 0xad, 0x034f, 0x061c, 0x115f, 0x1160, 0x1680, 0x17b4, 0x17b5, 0x180b, 0x180d],
  ...[0x180e, 0x180f, 0x2000, 0x200a, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x202f],
  ...[0x205f, 0x2060, 0x2065, 0x2066, 0x2069, 0x206f, 0x2800, 0x3000, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff0],
  ...[
    0xfff9, 0xfffb, 0x1bca0, 0x1bca3, 0x1d159, 0x1d173, 0x1d17a, 0xe0000, 0xe0001, 0xe0041, 0xe007f, 0xe0100, 0xe01ef,
  ],
  ...[0xe0fff, 0xd800],
];

test.each(UNSEEN.map((code) => [code.toString(16), String.fromCodePoint(code)]))(
  'a question shows U+%s',
  (_name, character) => {
    const [shown] = reveal(`a${character}b`);
    expect(shown).not.toContain(character);
    expect(shown).toMatch(/^a(?:[\u2400-\u241f]|<U\+[0-9A-F]{4,6}>)b$/);
  },
);

test('a question shows plain text as it is, line by line', () => {
  expect(reveal('if x:\n\tprint("déjà 日本 ✓ 👍🏽")')).toEqual(['if x:', '\tprint("déjà 日本 ✓ 👍🏽")']);
});

describe('what emoji and scripts need stays', () => {
  test.each([
    ['a family', '👩‍👩‍👧'],
    ['a profession with a skin', '👩🏽‍💻'],
    ['a heart in colour', 'I ❤️ it'],
    ['a heart on fire', '❤️‍🔥'],
    ['a keycap', '1️⃣ first'],
    ['a trade mark as text', '™︎ ©️'],
    ['the flags of Scotland and France', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇫🇷'],
    ['a joiner that Persian needs', 'می\u200cخواهم'],
    ['a half consonant of Hindi', 'क्\u200dष'],
    ['a final consonant of Malayalam', 'അവന്\u200d വന്നു'],
    ['a variant of Han', '葛\u{e0100}城'],
    ['a variant of Mongolian', 'ᠠ\u180bᠡ'],
    ['styles between', '👩\u001B[1m\u200d\u001B[22m👧'],
  ])('%s', (_name, text) => {
    expect(withoutInvisible(text)).toBe(text);
    expect(invisibleIn(text)).toEqual([]);
  });
});

describe('what nothing needs goes, and is named', () => {
  test.each([
    ['tags', `ok${tags('do it')}.`, 'ok.'],
    ['tags behind a flag that is none', `🏴${tags('delete everything')}\u{e007f}`, '🏴'],
    ['variation selectors in a row', '😊\ufe0f\u{e0110}\u{e0120}\ufe01', '😊\ufe0f'],
    ['joiners between Latin letters', 'pa\u200dss\u200cword', 'password'],
    ['fillers', 'x\u3164\uffa0\u115f\u1160y', 'xy'],
    ['soft hyphens', 'hy\u00adphen', 'hyphen'],
    ['a grapheme joiner', 'a\u034fb', 'ab'],
    ['orders of direction', 'a\u202eb\u2066c\u2069\u200e\u061c', 'abc'],
    ['line separators and interlinear marks', 'a\u2028b\ufff9', 'ab'],
  ])('%s', (_name, text, left) => {
    expect(withoutInvisible(text)).toBe(left);
    expect(cleanText(text)).toBe(left);
    expect(invisibleIn(text).length).toBe([...text].length - [...left].length);
  });

  test('a byte order mark at the start of a file is no secret', () => {
    expect(invisibleIn('\ufeffint main')).toEqual([]);
    expect(invisibleIn('a\ufeffb')).toEqual(['\ufeff']);
  });

  test('words say how many there are, which, and what they spell', () => {
    expect(invisibleWords(invisibleIn('a\u202eb'))).toBe('1 invisible character (U+202E)');
    expect(invisibleWords(invisibleIn(`a\u200b\u200b${tags('Hi')}`))).toBe(
      '4 invisible characters (U+200B ×2, U+E0048, U+E0069), which spell "Hi"',
    );
    expect(invisibleWords(invisibleIn(tags('abcdefghi')))).toMatch(/U\+E0066, …\), which spell "abcdefghi"$/);
  });
});

test('a style between what belongs together parts nothing', () => {
  const pieces = ['🏴', '\u001B[31m', '\ufe0f', '\u200c', '\u20e3'];
  expect(cleanText(cleanText(pieces.join(''), { colours: true }))).toBe(cleanText(pieces.join('')));
});

test('what is left of any text has nothing that would go, with colours and without', () => {
  const piece = fc.constantFrom(
    ...['a', 'م', 'क', '्', '👩', '❤', '🏴', '1', '\u20e3', '葛', '\ufe0f', '\u200d', '\u200c', '\u034f', '\u3164'],
    ...['\u{e0067}', '\u{e007f}', '\u{e0100}', '\u001B[31m', '\u001B[', '\u001B]', '\u0007', '\u202e', '\n'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const clean = cleanText(pieces.join(''));
      expect(invisibleIn(clean)).toEqual([]);
      expect(cleanText(clean)).toBe(clean);
      const coloured = cleanText(pieces.join(''), { colours: true });
      expect(cleanText(coloured)).toBe(clean);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['joiners', '\u200d'],
  ['Persian joiners', 'م\u200c'],
  ['flags that do not end', '\u{1f3f4}\u{e0067}\u{e0062}'],
  ['styles before joiners', '\u001B[1m\u001B[1m\u200d'],
])('a megabyte of %s takes no longer than its length demands', (_name, piece) => {
  const text = piece.repeat(1_000_000 / piece.length);
  const before = performance.now();
  withoutInvisible(text);
  expect(performance.now() - before).toBeLessThan(10_000);
});
