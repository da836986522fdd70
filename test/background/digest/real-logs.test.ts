import { expect, test } from 'vitest';
import { digestLines } from './digest-lines.ts';
import { asLines, digestFile, LOG_NAMES, rawLog } from './real-logs.ts';
import { expectTrue, linesAccountedFor } from './quotes.ts';

const BUDGET = 1_200;

test.each(LOG_NAMES)('what matters in the log of %s is quoted', async (name) => {
  const digest = digestLines(asLines(rawLog(name)), BUDGET);
  await expect(`${digest}\n`).toMatchFileSnapshot(digestFile(name));
});

test.each(LOG_NAMES)('of %s nothing is invented, miscounted or longer than its budget', (name) => {
  const lines = asLines(rawLog(name));
  const log = lines.map(({ text }) => text);
  for (let budget = 200; budget <= 4_000; budget += 190) {
    const digest = digestLines(lines, budget);
    expectTrue(digest, { log, budget });
    if (/^(?:\d+: |… )/.test(digest)) expect(linesAccountedFor(digest)).toBe(lines.length);
  }
});

/** What a person would look for first; it must be there even when there is little room. */
test.each([
  ['pytest', 'E       assert 8.1 == 8.2', '3 failed, 198 passed'],
  ['pytest-collection', "E   ModuleNotFoundError: No module named 'requests_that_are_not_there'", '2 errors in'],
  ['pytest-passed', '80 passed'],
  ['vitest', 'AssertionError: expected 8.1 to be 8.2', 'v/part-4.test.js:9:29', '3 failed | 48 passed'],
  ['vitest-import', "Cannot find module '../src/not-there.js'", '1 failed | 1 passed'],
  ['jest', "TypeError: Cannot read properties of undefined (reading 'cents')", '3 failed, 28 passed, 31 total'],
  ['go-test', 'price_test.go:136: Total(tea, tea) = 6, want 7', '--- FAIL: TestTotalCountsTwice'],
  ['go-panic', '--- FAIL: TestFirstOfNone', 'panic: runtime error: index out of range'],
  ['cargo-test', 'panicked at src/lib.rs:21:9', 'test result: FAILED. 60 passed; 3 failed'],
  ['cargo-build', 'error[E0425]: cannot find value `third`', '--> src/main.rs:18:30', 'due to 6 previous errors'],
  ['cargo-warnings', 'generated 23 warnings'],
  ['tsc', 'src/part-0.ts(2,30): error TS2322', 'more like this', 'error TS2307'],
  ['tsc-pretty', 'src/part-2.ts:2:30 - error TS2322', 'Found 18 errors in 2 files.'],
  ['eslint', '/home/ada/shop/e/part-0.js', 'Unexpected var', '✖ 99 problems'],
  ['npm-install-script', 'npm error code 2', 'error: ‘coutn’ undeclared', 'make: *** [<builtin>: src/part_09.o]'],
  ['npm-usage', 'npm error code EUSAGE', 'can only install with an existing package-lock.json'],
  ['pip-missing', 'ERROR: Could not find a version that satisfies the requirement six==1.16.0'],
  ['pip-build', 'native.c:2:10: fatal error: shop/missing.h: No such file', 'ERROR: Could not build wheels'],
  ['make', 'src/part_09.c:6:10: error: ‘coutn’ undeclared', 'make: *** [<builtin>: src/part_09.o] Error 1'],
  ['g++', 'main.cc:11:16: error:', 'main.cc:8:12:   required from here'],
  ['docker-build', 'src/cart.ts(12,30): error TS2322', 'Dockerfile:6', 'ERROR: failed to build: failed to solve'],
  [
    'python-traceback',
    'ValueError: line \'{"price": 3,\' is no order',
    'json.decoder.JSONDecodeError',
    'line 8, in read',
  ],
  ['node-traceback', 'Error: The server cannot be configured', 'serve.mjs:9:54', '[cause]: TypeError'],
])('little room is enough for what matters of %s', (name, ...wanted) => {
  const digest = digestLines(asLines(rawLog(name)), 700);
  for (const text of wanted) expect(digest).toContain(text);
});
