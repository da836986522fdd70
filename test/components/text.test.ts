import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import {
  chop,
  chopAtWords,
  displayWidth,
  fitLine,
  indent,
  isSingle,
  padEnd,
  screenLine,
  screenText,
  truncate,
  wrap,
} from '../../src/components/text.ts';
import { colouredLine, hostileLine } from './hostile-text.ts';

const columns = fc.integer({ min: 1, max: 60 });

describe('displayWidth', () => {
  test.each([
    ['', 0],
    ['npm run dev', 11],
    ['\u001B[31mred\u001B[39m', 3],
    ['漢字', 4],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['● déjà · vu …', 13],
  ])('%j takes %d columns', (line, width) => expect(displayWidth(line)).toBe(width));

  test('its fast path agrees with string-width on every character', () => {
    const characters = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code + 0x20));
    expect(characters.filter((character) => displayWidth(character) !== stringWidth(character))).toEqual([]);
  });

  test('characters that are counted one by one never join', () => {
    const single = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code + 0x20)).filter(isSingle);
    const segmenter = new Intl.Segmenter();
    const text = fc.array(fc.constantFrom(...single)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (line) => {
        expect(Array.from(segmenter.segment(line), ({ segment }) => segment)).toEqual(line.split(''));
      }),
    );
  });

  test('it agrees with string-width on hostile lines', () => {
    fc.assert(
      fc.property(colouredLine, (line) => {
        expect(displayWidth(line)).toBe(stringWidth(line));
      }),
    );
  });
});

describe('truncate', () => {
  test.each([
    ['npm install', 20, 'npm install'],
    ['npm install', 11, 'npm install'],
    ['npm install', 6, 'npm i…'],
    ['npm', 1, '…'],
    ['npm', 0, ''],
    ['漢字漢字', 5, '漢字…'],
    ['漢字漢字', 4, '漢…'],
    ['\u001B[31mnpm install\u001B[39m', 4, '\u001B[31mnpm\u001B[39m…'],
  ])('%j in %d columns is %j', (line, width, expected) => expect(truncate(line, width)).toBe(expected));

  test('a shortened line is never wider than asked', () => {
    fc.assert(
      fc.property(colouredLine, columns, (line, width) => {
        expect(displayWidth(truncate(line, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('wrap', () => {
  test.each([
    ['', 10, ['']],
    ['one two three', 7, ['one two', 'three']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['a\n\nb', 10, ['a', '', 'b']],
    ['漢字漢字', 3, ['漢', '字', '漢', '字']],
    ['漢', 1, ['…']],
    ['  one two three', 9, ['  one two', '  three']],
    ['a\tb', 10, ['a   b']],
    ['\u001B[1mone two\u001B[22m', 4, ['\u001B[1mone\u001B[22m', '\u001B[1mtwo\u001B[22m']],
  ])('%j in %d columns is %j', (text, width, expected) => expect(wrap(text, width)).toEqual(expected));

  test('no line is wider than asked', () => {
    fc.assert(
      fc.property(colouredLine, columns, (text, width) => {
        for (const line of wrap(text, width)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 500 },
    );
  });

  test('no word is lost', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/));
    fc.assert(
      fc.property(words, columns, (list, width) => {
        expect(wrap(list.join(' '), width).join('').replaceAll(' ', '')).toBe(list.join(''));
      }),
    );
  });
});

describe('chop', () => {
  test.each([
    ['', 3, ['']],
    ['  a  b  ', 3, ['  a', '  b', '  ']],
    ['漢字a', 3, ['漢', '字a']],
    ['\tx', 10, ['    x']],
  ])('%j in %d columns is %j', (line, width, expected) => expect(chop(line, width)).toEqual(expected));

  test('no piece is wider than asked', () => {
    fc.assert(
      fc.property(hostileLine, columns, (line, width) => {
        for (const piece of chop(line, width)) expect(displayWidth(piece)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('fitLine', () => {
  test.each([
    ['npm run dev', '4:03', 20, 'npm run dev     4:03'],
    ['npm run dev', '4:03', 12, 'npm ru… 4:03'],
    ['npm run dev', '', 5, 'npm …'],
    ['npm', '', 5, 'npm  '],
    ['npm', '4:03', 3, '4:…'],
    ['npm', '4:03', 4, '4:03'],
  ])('%j and %j in %d columns are %j', (left, right, width, expected) =>
    expect(fitLine(left, right, width)).toBe(expected),
  );

  test('a line is exactly as wide as asked', () => {
    fc.assert(
      fc.property(colouredLine, colouredLine, columns, (left, right, width) => {
        expect(displayWidth(fitLine(left, right, width))).toBe(width);
      }),
      { numRuns: 500 },
    );
  });
});

test('padEnd fills up to a width and never cuts', () => {
  expect(padEnd('漢', 4)).toBe('漢  ');
  expect(padEnd('long', 2)).toBe('long');
});

test('indent puts a prefix before every line', () => expect(indent(['a', ''], '> ')).toEqual(['> a', '> ']));

test('foreign text is fit for the screen when it is cleaned and its tabs are spaces', () => {
  expect(screenText('a\tb\u001B[2J\n\u001B[31mred\u001B[0m')).toBe('a   b\nred');
  expect(screenText('\u001B[31mred\u001B[0m', { colours: true })).toBe('\u001B[31mred\u001B[0m');
  expect(screenLine(' npm  run\n\tdev \u001B]0;x\u0007')).toBe('npm run dev');
});

describe('chopAtWords', () => {
  test.each([
    ['const a = 1;', 20, ['const a = 1;']],
    ['return items.reduce(sum)', 14, ['return ', 'items.reduce(s', 'um)']],
    ['return items.reduce', 18, ['return ', 'items.reduce']],
    ['if items.reduce(sum)', 14, ['if items.reduc', 'e(sum)']],
    ['one two three', 9, ['one two ', 'three']],
    ['    indented line', 8, ['    inde', 'nted ', 'line']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
  ])('%j in %d columns', (line, width, rows) => expect(chopAtWords(line, width)).toEqual(rows));

  test('it fits, loses nothing and comes to an end', () => {
    fc.assert(
      fc.property(hostileLine, columns, (line, width) => {
        const rows = chopAtWords(line, width);
        for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(width);
        expect(rows.join('')).toBe(chop(line, width).join(''));
      }),
    );
  });
});
