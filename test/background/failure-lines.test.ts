import { expect, test } from 'vitest';
import { failureLines } from '../../src/background/failure-lines.ts';

test.each<[string, string, readonly string[]]>([
  ['of nothing', '', []],
  ['of blank lines', '\n \n', []],
  ['of unknown output are the last three', 'one\ntwo\n\nthree\nfour\n', ['two', 'three', 'four']],
  [
    'are errors rather than what is said at the end',
    'start\nTypeError: price is undefined\n    at total (cart.js:3:5)\n\nnpm notice\nnpm notice New version\n',
    ['TypeError: price is undefined', '    at total (cart.js:3:5)'],
  ],
])('the lines that say most %s', (_, text, lines) => expect(failureLines(text)).toEqual(lines));

test('the lines of a test run hold its sum', () => {
  const log = [
    ' FAIL  src/cart.test.ts > adds cents',
    'AssertionError: expected 3 to be 4',
    ' Test Files  1 failed | 2 passed (3)',
    '      Tests  1 failed | 40 passed (41)',
    '   Duration  1.20s',
  ];
  const text = [' RUN  v4.1.12 /shop', ...log].join('\n');
  expect(failureLines(text).join('\n')).toMatch(/Tests {2}1 failed/);
  expect(failureLines(text).join('\n')).not.toMatch(/Duration/);
});
