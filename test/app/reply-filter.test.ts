import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReplyFilter } from '../../src/app/reply-filter.ts';

const colour = '\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\';

test.each<{ title: string; chunks: readonly string[]; passed: string }>([
  { title: 'keys pass', chunks: ['hello\r', '\x1b[A', '\x1b', 'é'], passed: 'hello\r\x1b[A\x1bé' },
  { title: 'a colour reply goes', chunks: [`a${colour}b`], passed: 'ab' },
  { title: 'a reply that ends with BEL goes', chunks: ['a\x1b]11;rgb:0/0/0\x07b'], passed: 'ab' },
  { title: 'a version reply goes', chunks: ['\x1bP>|tmux 3.3a\x1b\\x'], passed: 'x' },
  { title: 'a reply in pieces goes', chunks: ['a\x1b]11;r', 'gb:0/0/0\x1b', '\\b'], passed: 'ab' },
  { title: 'two replies go', chunks: [colour + colour + 'x'], passed: 'x' },
  {
    title: 'a paste passes as it is',
    chunks: [`\x1b[200~${colour}`, `${colour}\x1b[201~${colour}x`],
    passed: `\x1b[200~${colour}${colour}\x1b[201~x`,
  },
])('$title', ({ chunks, passed }) => {
  const filter = createReplyFilter();
  expect(chunks.map((chunk) => filter.push(chunk)).join('') + filter.release()).toBe(passed);
});

test('each reply is handed on, but not what was pasted', () => {
  const heard: string[] = [];
  const filter = createReplyFilter({ reply: (reply) => void heard.push(reply) });
  for (const chunk of [`\x1b[200~${colour}\x1b[201~a\x1b]11;rgb:1e1e/`, '1e1e/1e1e\x1b\\b']) filter.push(chunk);
  expect(heard).toEqual([colour]);
});

test('what the terminal says of its focus goes, also in pieces', () => {
  const heard: boolean[] = [];
  const filter = createReplyFilter({ focus: (has) => void heard.push(has) });
  expect(['a\x1b[O', 'b\x1b[', 'Ic'].map((chunk) => filter.push(chunk)).join('')).toBe('abc');
  expect(heard).toEqual([false, true]);
});

describe('the mouse', () => {
  const press = { kind: 'press', x: 9, y: 4 };
  const up = { kind: 'wheel', x: 0, y: 0, by: -1 };

  test.each<{ title: string; chunks: readonly string[]; passed: string; events: readonly object[] }>([
    { title: 'a click', chunks: ['a\x1b[<0;10;5Mb'], passed: 'ab', events: [press] },
    { title: 'a release is nothing', chunks: ['\x1b[<0;10;5m'], passed: '', events: [] },
    { title: 'a click with shift', chunks: ['\x1b[<4;10;5M'], passed: '', events: [press] },
    { title: 'other buttons are nothing', chunks: ['\x1b[<2;10;5M\x1b[<1;1;1M\x1b[<66;1;1M'], passed: '', events: [] },
    { title: 'the wheel', chunks: ['\x1b[<64;1;1M\x1b[<65;1;1M'], passed: '', events: [up, { ...up, by: 1 }] },
    { title: 'a report in pieces', chunks: ['a\x1b[', '<0;1', '0;5', 'Mb'], passed: 'ab', events: [press] },
    { title: 'a flood cut behind an escape', chunks: ['\x1b[<64;1;1M\x1b', '[<64;1;1M'], passed: '', events: [up, up] },
    { title: 'an arrow key cut in two', chunks: ['\x1b[', 'A'], passed: '\x1b[A', events: [] },
    {
      title: 'what is pasted',
      chunks: ['\x1b[200~\x1b[<0;10;5M\x1b[201~'],
      passed: '\x1b[200~\x1b[<0;10;5M\x1b[201~',
      events: [],
    },
  ])('$title', ({ chunks, passed, events }) => {
    const seen: object[] = [];
    const filter = createReplyFilter({ mouse: (event) => void seen.push(event) });
    expect(chunks.map((chunk) => filter.push(chunk)).join('') + filter.release()).toBe(passed);
    expect(seen).toEqual(events);
  });
});

test('what was no reply after all is given out', () => {
  const filter = createReplyFilter();
  expect(filter.push('\x1b]')).toBe('');
  expect(filter.holds()).toBe(true);
  expect(filter.release()).toBe('\x1b]');
  expect(filter.holds()).toBe(false);
});

test('text without escapes passes in whatever pieces it comes', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (chunks) => {
      const filter = createReplyFilter();
      const plain = chunks.map((chunk) => chunk.replaceAll('\x1b', ''));
      expect(plain.map((chunk) => filter.push(chunk)).join('')).toBe(plain.join(''));
    }),
  );
});
