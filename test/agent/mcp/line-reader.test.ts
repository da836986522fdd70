import { expect, test } from 'vitest';
import { createLineReader } from '../../../src/agent/mcp/line-reader.ts';

function read(chunks: readonly Buffer[], longest = 100): readonly string[] {
  const read: string[] = [];
  const reader = createLineReader({
    longest,
    onLine: (line) => void read.push(line),
    onTooLong: () => void read.push('too long'),
  });
  chunks.forEach(reader.take);
  return read;
}

test('lines come whole, however they are cut, also within a letter', () => {
  const bytes = Buffer.from('één\n\nzwei\nno end');
  for (let size = 1; size <= bytes.length; size++) {
    const count = Math.ceil(bytes.length / size);
    const chunks = Array.from({ length: count }, (_, nth) => bytes.subarray(nth * size, (nth + 1) * size));
    expect(read(chunks)).toEqual(['één', '', 'zwei']);
  }
});

test('a line that is too long is told once, and nothing after it', () => {
  expect(read([Buffer.from('fine\n1234'), Buffer.from('56\nnext\n')], 5)).toEqual(['fine', 'too long']);
  expect(read([Buffer.from('12345\n')], 5)).toEqual(['12345']);
});
