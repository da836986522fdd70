import { expect, test } from 'vitest';
import { broken, fine } from '../../src/doctor/check.ts';
import { checkLines } from '../../src/doctor/check-lines.ts';

test('a check is one line, and one more for what to do', () => {
  expect(checkLines(fine('node', '20.20.2'))).toEqual(['✓ node          20.20.2']);
  expect(checkLines(broken('shell', 'there is none', 'Install one.'))).toEqual([
    '✗ shell         there is none',
    '                Install one.',
  ]);
});

test('in a terminal its words are wrapped behind its name, in a very narrow one by the terminal', () => {
  const check = broken('state folder', '/a/very/long/path/to/it: it cannot be written', 'Make it writable.');
  expect(checkLines(check, 40)).toEqual([
    '✗ state folder  /a/very/long/path/to/it:',
    '                it cannot be written',
    '                Make it writable.',
  ]);
  expect(checkLines(check, 30)).toHaveLength(2);
});
