import { expect, test } from 'vitest';
import { withFunctionKeys } from '../../src/app/function-keys.ts';

test.each([
  ['\x1bOP', 1],
  ['\x1b[11~', 1],
  ['\x1b[[A', 1],
  ['\x1b[P', 1],
  ['\x1bOS', 4],
  ['\x1b[15~', 5],
  ['\x1b[24~', 12],
])('%j is F%d, whatever stands around it', (bytes, number) => {
  expect(withFunctionKeys(`a${bytes}b`)).toBe(`a${String.fromCodePoint(0x10ff00 + number)}b`);
});

test.each(['\x1b[A', '\x1b[5~', '\x1b[3~', '\x1b[12;4R', '\x1b[16~', '\x1bOA', '\x1b[1;5P'])(
  '%j is left alone',
  (bytes) => expect(withFunctionKeys(bytes)).toBe(bytes),
);
