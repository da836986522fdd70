import { expect, test } from 'vitest';
import { annotationWords, readAnnotations } from '../../../src/agent/mcp/annotations.ts';

test.each([
  [
    { readOnlyHint: true, openWorldHint: true, destructiveHint: true },
    'the server says that it only reads and reaches the outside',
  ],
  [{ destructiveHint: true }, 'the server says that it may destroy'],
  [{ destructiveHint: false, readOnlyHint: false }, 'the server says that it destroys nothing'],
  [{}, ''],
  [null, ''],
  [{ readOnlyHint: 'true' }, ''],
])('%j says %j', (hints, words) => {
  expect(annotationWords(readAnnotations(hints, undefined))).toBe(words);
});

test('a title is one clean line, the own one of the tool first', () => {
  expect(readAnnotations({ title: 'Other' }, 'Read\n\u001b[2Jit').title).toBe('Read it');
  expect(readAnnotations({ title: 'Other' }, ' ').title).toBe('Other');
});
