import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createLineCache } from '../../src/components/conversation-lines.ts';
import { createHighlighter, type Highlighter } from '../../src/components/highlight.ts';
import { languageOf, LANGUAGES } from '../../src/components/highlight-languages.ts';
import { readSpans } from '../../src/components/highlight-spans.ts';
import { loadMarkdown } from '../../src/components/markdown.ts';
import { displayWidth } from '../../src/components/text.ts';
import { createTheme } from '../../src/components/theme.ts';
import type { Item } from '../../src/store/item.ts';
import { hasControls, hostileText, leavesStyleOpen } from './hostile-text.ts';

const theme = createTheme({ colours: true });
const markdown = await loadMarkdown();
const PATIENCE = { timeout: 15_000 };
const plain = (line: string) => line.replace(/\u001B\[[\d;]*m/g, '');

/** A highlighter that has the language. */
async function loaded(language: string): Promise<Highlighter> {
  const highlighter = createHighlighter();
  highlighter.highlight('x', language);
  await vi.waitFor(() => expect(highlighter.version()).toBeGreaterThan(0), PATIENCE);
  return highlighter;
}

describe('languages', () => {
  test.each([
    ['ts', 'typescript'],
    ['TSX', 'typescript'],
    ['sh', 'bash'],
    ['html', 'xml'],
    ['toml', 'ini'],
    ['python', 'python'],
    ['klingon', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])('%j is %s', (name, language) => expect(languageOf(name)).toBe(language));

  test('each one is there', async () => {
    const grammars = await Promise.all(Object.values(LANGUAGES).map((load) => load()));
    expect(grammars.every((grammar) => typeof grammar.default === 'function')).toBe(true);
  });
});

test('elements become spans, line by line', () => {
  expect(readSpans('<span class="hljs-string">a<span class="hljs-subst">b</span>\n&lt;</span> c')).toEqual([
    [
      { text: 'a', part: 'string' },
      { text: 'b', part: null },
    ],
    [
      { text: '<', part: 'string' },
      { text: ' c', part: null },
    ],
  ]);
});

describe('a highlighter', () => {
  test('answers plain lines until it has the language, and tells when it has', async () => {
    const highlighter = createHighlighter();
    const told = vi.fn();
    highlighter.subscribe(told);
    const first = highlighter.highlight('const a = 1;', 'ts');
    expect(first).toEqual({ lines: [[{ text: 'const a = 1;', part: null }]], later: true });
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), PATIENCE);
    const second = highlighter.highlight('const a = 1;', 'ts');
    expect(second.later).toBe(false);
    expect(second.lines[0]?.[0]).toEqual({ text: 'const', part: 'keyword' });
  });

  test('leaves very long code plain, for good', async () => {
    const highlighter = await loaded('ts');
    const code = 'const a = 1;\n'.repeat(4_000);
    expect(highlighter.highlight(code, 'ts').later).toBe(false);
    expect(highlighter.highlight(code, 'ts').lines[0]).toEqual([{ text: 'const a = 1;', part: null }]);
  });

  test('does only so much at once, and the rest a moment later', async () => {
    const highlighter = await loaded('ts');
    const blocks = Array.from({ length: 10 }, (_, n) => `const a${n} = 1;\n`.repeat(500));
    const undone = () => blocks.filter((code) => highlighter.highlight(code, 'ts').later).length;
    expect(undone()).toBeGreaterThan(5);
    await vi.waitFor(() => expect(undone()).toBe(0), PATIENCE);
  });

  test('code that grows is never less than its text, and in the end as if done at once', async () => {
    const highlighter = await loaded('ts');
    const code = Array.from({ length: 400 }, (_, n) => `const name${n} = "value";`).join('\n');
    for (let end = 0; end <= code.length; end += 97) {
      const { lines } = highlighter.highlight(code.slice(0, end), 'ts');
      expect(lines.map((line) => line.map(({ text }) => text).join('')).join('\n')).toBe(code.slice(0, end));
    }
    const whole = (await loaded('ts')).highlight(code, 'ts').lines;
    await vi.waitFor(() => expect(highlighter.highlight(code, 'ts').lines).toEqual(whole), PATIENCE);
  });
});

describe('a block in the conversation', () => {
  const item = (text: string): Item => ({ id: 1, kind: 'assistant', text, streaming: false });

  test('gets its colours when they are there, and keeps its lines', async () => {
    const highlighter = createHighlighter();
    const cache = createLineCache({ theme, markdown, highlighter });
    const code = item('```ts\nconst a = "b";\n```');
    const before = cache.lines(code, 40);
    await vi.waitFor(() => expect(cache.lines(code, 40).join()).toContain('\u001B[35mconst\u001B[39m'), PATIENCE);
    const after = cache.lines(code, 40);
    expect(after.map(plain)).toEqual(before.map(plain));
    expect(cache.lines(code, 40)).toBe(after);
  });

  test('keeps its colours where a long line goes on', async () => {
    const cache = createLineCache({ theme, markdown, highlighter: await loaded('js') });
    const lines = cache.lines(item('```js\n"0123456789abcdef"\n```'), 16);
    expect(lines.slice(1)).toEqual(['     \u001B[32m"012345678\u001B[39m', '     \u001B[32m9abcdef"\u001B[39m']);
  });

  test('whatever is in it, its lines fit, close their styles and drive no terminal', async () => {
    const highlighter = await loaded('js');
    const cache = createLineCache({ theme, markdown, highlighter });
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 8, max: 60 }), (text, width) => {
        const source = item(`\`\`\`js\n${text}\n"a" // b\n\`\`\``);
        const lines = cache.lines(source, width);
        expect(lines.map(plain)).toEqual(createLineCache({ theme, markdown }).lines(source, width).map(plain));
        for (const line of lines) {
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(hasControls(line)).toBe(false);
          expect(leavesStyleOpen(line)).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });
});
