import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../src/background/clean-text.ts';
import { createScreenLines } from '../../src/background/screen-lines.ts';

const ESC = '\x1b';
const RED = `${ESC}[31m`;
const RESET = `${ESC}[0m`;

function show(...chunks: readonly (Uint8Array | string)[]): readonly string[] {
  const lines = createScreenLines();
  const finished = chunks.flatMap((chunk) => lines.write(chunk));
  return [...finished, lines.rest()];
}

describe('a line looks as a terminal would show it', () => {
  test.each<[name: string, raw: string, lines: readonly string[]]>([
    ['lines and an unfinished one', 'a\nb\nc', ['a', 'b', 'c']],
    ['nothing', '', ['']],
    ['lines that end as on Windows', 'a\r\nb\r\n', ['a', 'b', '']],
    ['a return before a line end as a pty writes it', 'a\r\r\nb', ['a', 'b']],
    ['a progress bar', ' 1%\r 50%\r100%\ndone\n', ['100%', 'done', '']],
    ['a progress bar that is not finished', ' 1%\r 50%\r', [' 50%']],
    ['a shorter text over a longer one', 'downloading\rok\n', ['ok', '']],
    ['a line that is erased at its end', `wait\r${ESC}[K\nnext`, ['', 'next']],
    ['a line that is erased and written again', `wait${ESC}[2K${ESC}[1Gready`, ['ready']],
    ['an erase behind the text', `text${ESC}[K\n`, ['text', '']],
    ['a colour after a return', `${RED}50%${RESET}\r${RESET}\n`, [`${RED}50%${RESET}`, '']],
    ['backspaces', 'abc\b\bX\n', ['aX', '']],
    ['a spinner', '|\b/\b-\b\\\bok', ['ok']],
    ['more backspaces than text', 'a\b\b\bb', ['b']],
    ['a backspace over an emoji', 'a😀\bb', ['ab']],
    ['a backspace over a coloured letter', `a${RED}b\bc`, [`a${RED}c${RESET}`]],
    ['tabs', 'a\tb\n\t日\tc', ['a       b', '        日      c']],
    ['a tab after a colour', `${RED}ab\tc`, [`${RED}ab      c${RESET}`]],
    ['a colour that is left on', `${RED}red\nplain`, [`${RED}red${RESET}`, 'plain']],
    ['a title', `${ESC}]0;title\x07text`, ['text']],
    ['an unfinished title', `a${ESC}]0;title\ntext`, ['a', 'text']],
    ['bytes that are no UTF-8', 'a\ufffd', ['a\ufffd']],
    ['a bell and a NUL', 'a\x07\0b', ['ab']],
  ])('%s', (_name, raw, lines) => {
    expect(show(raw)).toEqual(lines);
  });

  test('a character that is cut between two chunks is whole', () => {
    const bytes = Buffer.from('é😀\n');
    expect(show(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(['é😀', '']);
  });
});

describe('a line has a bound', () => {
  test('and says how much was cut', () => {
    const lines = createScreenLines({ maxLine: 10 });
    expect(lines.write(`${'x'.repeat(25)}\nshort\n`)).toEqual(['xxxxxxxxxx … 15 more characters', 'short']);
  });

  test('ten megabytes without a line end stay small', () => {
    const lines = createScreenLines();
    for (let i = 0; i < 160; i++) lines.write('x'.repeat(65_536));
    expect(lines.rest()).toBe(`${'x'.repeat(4_000)} … ${160 * 65_536 - 4_000} more characters`);
  });

  test('a character is never cut in two', () => {
    const lines = createScreenLines({ maxLine: 3 });
    expect(lines.write('ab😀c\n')).toEqual(['ab … 2 more characters']);
  });

  test('colours without text do not pile up', () => {
    const lines = createScreenLines({ maxLine: 100 });
    lines.write(RED.repeat(100_000));
    lines.write('x');
    expect(lines.rest().length).toBeLessThan(500);
  });
});

const piece = fc.oneof(
  fc.constantFrom('\n', '\r', '\b', '\t', ESC, '[', 'm', '31', ';', 'K', 'G', '2', ']', '\x07', '\x9b', '\x9d', '\\'),
  fc.constantFrom(
    RED,
    RESET,
    '\r\n',
    `${ESC}]8;;http://x\x07`,
    `${ESC}[2K`,
    `${ESC}[1G`,
    'word',
    '日本',
    '😀',
    '\u202e',
  ),
  fc.string({ unit: 'binary' }),
);
const output = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join('')));

describe('whatever is printed', () => {
  test('it does not matter how it is cut into chunks', () => {
    fc.assert(
      fc.property(output, fc.array(fc.nat(60)), (bytes, cuts) => {
        const borders = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const chunks = borders.slice(1).map((end, index) => bytes.subarray(borders[index], end));
        expect(show(...chunks)).toEqual(show(bytes));
      }),
    );
  });

  test('a line holds no control character but those of its colours', () => {
    fc.assert(
      fc.property(output, (bytes) => {
        for (const line of show(bytes)) {
          expect(line.replace(/\x1b\[[0-9;:]*m/g, '')).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
        }
      }),
    );
  });

  test('a line that obeys nothing is what the sanitiser leaves of it', () => {
    const obeyed = /[\r\b\t]|\x1b\[|\x9b/;
    fc.assert(
      fc.property(output, (bytes) => {
        const raw = bytes.toString();
        fc.pre(!obeyed.test(raw));
        expect(show(bytes).join('\n')).toBe(cleanText(raw));
      }),
    );
  });
});

test.each([
  ['backspaces over a long line', `${'x'.repeat(4_000)}${'y\b'.repeat(500_000)}`],
  ['backspaces between colours', `x${RED}\b`.repeat(150_000)],
  ['returns', 'x\r'.repeat(500_000)],
  ['tabs', '\t'.repeat(1_000_000)],
  ['unfinished sequences', `${ESC}[1;`.repeat(250_000)],
  ['unfinished strings', `${ESC}]`.repeat(500_000)],
  ['short lines', 'x\n'.repeat(500_000)],
])('a megabyte of %s takes no longer than its length demands', (_name, text) => {
  const before = performance.now();
  show(text);
  expect(performance.now() - before).toBeLessThan(30_000);
});
