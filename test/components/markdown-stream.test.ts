import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { cleanText } from '../../src/background/clean-text.ts';
import { createMarkdownStream, withoutPartialMark } from '../../src/components/markdown-stream.ts';
import { loadMarkdown, renderMarkdown } from '../../src/components/markdown.ts';
import { createTheme } from '../../src/components/theme.ts';
import { hostileText } from './hostile-text.ts';
import { markdownText } from './markdown-text.ts';

const theme = createTheme({ colours: true });
const markdown = await loadMarkdown();
const options = { width: 40, theme, markdown };
const plain = (line: string) => line.replace(/\u001B\[[\d;]*m/g, '');

test.each([
  ['Markdown', markdownText],
  ['hostile text', hostileText],
])('%s that grows looks at every moment as if it were drawn whole', (_, texts) => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat({ max: 9 }), { minLength: 1 }), (text, steps) => {
      const stream = createMarkdownStream(options);
      for (let end = 0, step = 0; end < text.length; step++) {
        end += 1 + (steps[step % steps.length] ?? 0);
        const part = text.slice(0, end);
        expect(stream.update(part)).toEqual(renderMarkdown(withoutPartialMark(cleanText(part)), options));
      }
    }),
    { numRuns: 300 },
  );
});

test('blocks that are finished are not parsed again', () => {
  const parse = vi.fn(markdown);
  const stream = createMarkdownStream({ ...options, markdown: parse });
  const text = 'One paragraph.\n\n- a\n- b\n\nAnother paragraph\nof two lines.\n\n';
  for (let end = 1; end <= text.length; end++) stream.update(text.slice(0, end));
  stream.update(`${text}Last.`);
  expect(parse).toHaveBeenLastCalledWith('Another paragraph\nof two lines.\n\nLast.');
});

test('a text that does not go on from the last one is drawn anew', () => {
  const stream = createMarkdownStream(options);
  stream.update('One.\n\nTwo\nlines.\n\nThree.');
  expect(stream.update('Other.')).toEqual(['Other.']);
});

test('a fence without an end is code while it grows', () => {
  const stream = createMarkdownStream(options);
  expect(stream.update('```sh\nnpm **ci').map(plain)).toEqual(['  sh', '  npm **ci']);
});

describe('a mark that may become several things is not shown yet', () => {
  test.each([
    ['text\n-', 'text'],
    ['text\n--', 'text'],
    ['text\n  2', 'text'],
    ['text\n2.', 'text'],
    ['text\n##', 'text'],
    ['text\n``', 'text'],
    ['text\n- ', 'text'],
    ['-', ''],
    ['text\n- a', 'text\n- a'],
    ['text\n```', 'text\n```'],
    ['text 2', 'text 2'],
    ['text\n', 'text\n'],
  ])('%j is drawn as %j', (text, expected) => expect(withoutPartialMark(text)).toBe(expected));
});
