import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../src/background/clean-text.ts';
import type { LogPiece } from '../../src/background/digest/log.ts';
import { digestLines } from './digest/digest-lines.ts';
import type { LogLine } from '../../src/background/task-log.ts';
import { expectTrue, linesAccountedFor } from './digest/quotes.ts';
import { asLines, LOG_NAMES, rawLog } from './digest/real-logs.ts';

const log = (...texts: readonly string[]): readonly LogLine[] => texts.map((text) => ({ kind: 'text', text }));
const filler = (count: number, word = 'compiling'): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${word} module number ${index}`);

describe('a digest', () => {
  test('of nothing is empty', () => {
    expect(digestLines([], 2_000)).toBe('');
  });

  test('quotes a log that fits as a whole, without colours', () => {
    const lines = log('added 312 packages', '\x1b[32mdone\x1b[0m');
    expect(digestLines([...lines, { kind: 'gap', bytes: 3_200_000 }, ...log('end')], 2_000)).toBe(
      'added 312 packages\ndone\n… 3.2 MB left out\nend',
    );
  });

  test('shows the first error with its place, and the last lines', () => {
    const lines = log(
      ...filler(100),
      "src/a.ts(3,5): error TS2304: Cannot find name 'x'.",
      '  3 | x',
      ...filler(100),
      'Found 1 error.',
    );
    const digest = digestLines(lines, 600).split('\n');
    expect(digest.slice(0, 3)).toEqual([
      '… 100 lines left out',
      "101: src/a.ts(3,5): error TS2304: Cannot find name 'x'.",
      '102:   3 | x',
    ]);
    expect(digest.at(-1)).toBe('203: Found 1 error.');
  });

  test.each([
    ['pytest', 'FAILED tests/test_shop.py::test_price - assert 1 == 2'],
    ['pytest, verbose', 'tests/test_shop.py::test_price FAILED'],
    ['go', '--- FAIL: TestPrice (0.00s)'],
    ['vitest', ' × a price is not negative 5ms'],
    ['TAP', 'not ok 12 - a price is not negative'],
    ['Python', "KeyError: 'price'"],
    ['Java', 'java.lang.NullPointerException: Cannot invoke "Shop.price()"'],
    ['npm', 'npm ERR! code ELIFECYCLE'],
    ['a shell', 'bash: line 1: foo: command not found'],
    ['Rust', "thread 'main' panicked at src/main.rs:2:5"],
    ['a linker', "main.c:(.text+0x5): undefined reference to `price'"],
  ])('finds what failed in the output of %s', (_name, failure) => {
    const digest = digestLines(log(...filler(200), failure, ...filler(200)), 500);
    expect(digest).toContain(`201: ${failure}`);
  });

  test.each(['✓ shows an error to the user', 'ok 3 - fails with an error', 'Found 0 errors.', '0 failed, no errors'])(
    'is not led astray by %j',
    (harmless) => {
      expect(digestLines(log(...filler(200), harmless, ...filler(200)), 500)).not.toContain(harmless);
    },
  );

  test('numbers lines from the end behind a gap, and not at all between two', () => {
    const gap = { kind: 'gap', bytes: 5_000 } as const;
    const parts = ['one', 'two', 'three'].map((word) => log(...filler(50), `fatal: ${word}`, ...filler(5)));
    const [one = [], two = [], three = []] = parts;
    const digest = digestLines([...one, gap, ...two, gap, ...three], 600).split('\n');
    expect(digest).toEqual(expect.arrayContaining(['51: fatal: one', '?: fatal: two', '-6: fatal: three']));
    expect(digest).toContain('… 48 lines and 5.0 kB left out; from here on line -1 is the last');
  });

  test('counts lines that were not kept', () => {
    const pieces = [...log('first', 'error: a'), { kind: 'skipped', lines: 4_000 } as const, ...log('error: b')];
    expect(digestLines(pieces, 200).split('\n')).toEqual([
      '1: first',
      '2: error: a',
      '… 4000 lines left out',
      '4003: error: b',
    ]);
  });

  test('quotes errors of one kind once and counts the others by file, when there is no room for all', () => {
    const errors = filler(90, 'x').map((_, nth) => `src/${nth % 3}.ts(${nth},1): error TS2322: Type 'a' is not 'b'.`);
    const digest = digestLines(log(...errors, "src/9.ts(1,1): error TS1005: ';' expected."), 400);
    expect(digest).toMatch(/^1: src\/0\.ts\(0,1\): error TS2322: .*\n… 8\d more like this: src\/0\.ts \(\d+\), src/);
    expect(digest).toContain("91: src/9.ts(1,1): error TS1005: ';' expected.");
  });

  test.each([0, 1, 15, 40])('is short when there is room for only %i characters', (budget) => {
    expect(digestLines(log(...filler(100)), budget).length).toBeLessThanOrEqual(budget);
  });
});

describe('whatever was printed', () => {
  const known = LOG_NAMES.flatMap((name) => asLines(rawLog(name)).map(({ text }) => text)).filter(
    (_, nth) => nth % 7 < 3,
  );
  const word = fc.constantFrom(
    'error',
    'FAILED',
    '✓',
    '0 errors',
    'é'.repeat(300),
    '\x1b[31m',
    '  ',
    '😀',
    '… 3 lines',
    '7: ',
  );
  const random = fc
    .array(fc.oneof(word, fc.string({ unit: 'grapheme' })), { maxLength: 4 })
    .map((words) => words.join(' '));
  const text = fc.oneof(random, fc.constantFrom(...known)).map((line) => line.replaceAll('\n', ' '));
  const budget = fc.integer({ min: 0, max: 3_000 });

  test('a digest stays within its budget, and what it quotes stands in the log at that line', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 80 }), budget, (texts, most) => {
        const digest = digestLines(log(...texts), most);
        expectTrue(digest, { log: texts, budget: most });
        if (/^(?:\d+: |… \d+ lines)/.test(digest) && digest !== whole(texts)) {
          expect(linesAccountedFor(digest)).toBe(texts.length);
        }
      }),
    );
  });

  test('a digest of what has gaps stays within its budget', () => {
    const gap = fc.record({ kind: fc.constant('gap' as const), bytes: fc.nat() });
    const skipped = fc.record({ kind: fc.constant('skipped' as const), lines: fc.integer({ min: 1, max: 9_999 }) });
    const line = fc.record({ kind: fc.constant('text' as const), text });
    const piece: fc.Arbitrary<LogPiece> = fc.oneof({ weight: 9, arbitrary: line }, gap, skipped);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), budget, (pieces, most) => {
        expect(digestLines(pieces, most).length).toBeLessThanOrEqual(most);
      }),
    );
  });

  test.each([
    ['a line of one word', 'a'.repeat(1_000_000)],
    ['a line of colons and digits', '1:'.repeat(500_000)],
    ['a line of errors', 'error '.repeat(160_000)],
    ['a line of escapes', '\x1b[31m'.repeat(200_000)],
    ['a line of blanks', ' '.repeat(1_000_000)],
    ['lines of one character', 'E\n'.repeat(100_000)],
    ['lines of blanks and an end', `${' '.repeat(239)}x\n`.repeat(4_000)],
  ])('%s takes no long time', (_name, printed) => {
    const started = performance.now();
    digestLines(log(...printed.split('\n')), 2_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

const whole = (texts: readonly string[]): string => texts.map((text) => cleanText(text).trimEnd()).join('\n');
