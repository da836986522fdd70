import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestLines } from '../../src/background/digest.ts';
import type { LogLine } from '../../src/background/task.ts';

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

  test('numbers lines only before a gap', () => {
    const lines = [...log(...filler(50), 'fatal: one'), { kind: 'gap', bytes: 5_000 } as const];
    const digest = digestLines([...lines, ...log(...filler(50), 'fatal: two')], 300).split('\n');
    expect(digest).toContain('51: fatal: one');
    expect(digest).toContain('fatal: two');
    expect(digest.join()).toMatch(/5\.0 kB left out/);
  });
});

describe('whatever was printed', () => {
  const word = fc.constantFrom('error', 'FAILED', 'ok', '✓', '0 errors', 'é'.repeat(300), '\x1b[31m', '  ', '😀');
  const text = fc.array(fc.oneof(word, fc.string()), { maxLength: 4 }).map((words) => words.join(' '));
  const line: fc.Arbitrary<LogLine> = fc.oneof(
    { weight: 10, arbitrary: fc.record({ kind: fc.constant('text' as const), text }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('gap' as const), bytes: fc.integer({ min: 1 }) }) },
  );

  test('a digest stays within its budget', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.nat(3_000), (lines, budget) => {
        expect(digestLines(lines, budget).length).toBeLessThanOrEqual(budget);
      }),
    );
  });

  test('what a digest quotes stands in the log at that line, and nothing is unaccounted for', () => {
    const plain = fc.stringMatching(/^[a-z ]{0,20}(?:error|FAILED|ok)[a-z]{0,20}$/);
    fc.assert(
      fc.property(fc.array(plain, { minLength: 80, maxLength: 120 }), (texts) => {
        const lines = digestLines(log(...texts), 200).split('\n');
        let at = 0;
        for (const quoted of lines) {
          const [, left] = /^… (\d+) lines? left out$/.exec(quoted) ?? [];
          if (left !== undefined) at += Number(left);
          else expect(quoted).toBe(`${at + 1}: ${texts[at++]?.trimEnd()}`);
        }
        expect(at).toBe(texts.length);
      }),
    );
  });
});
