/** Text that others wrote is read in the main thread: none of it may hold the program up for long, or end it. */
import { describe, expect, test } from 'vitest';
import { isCostlyGlob } from '../src/agent/glob.ts';
import { createFileGlobs } from '../src/agent/permissions/match-file.ts';
import { mostAlike } from '../src/agent/tools/alike.ts';
import { cleanText } from '../src/background/clean-text.ts';
import { createMarkdownLexer } from '../src/components/markdown-lexer.ts';
import { parseSettings } from '../src/config/parse-settings.ts';
import { createMarkdownToHtml } from '../src/export/markdown-html.ts';

/** Generous: what is guarded against takes minutes. */
const BOUND = { timeout: 20_000 };

const MARKDOWN: readonly (readonly [what: string, text: string])[] = [
  ['marks of emphasis', '**a_'.repeat(50_000)],
  ['marks of emphasis between blanks', '**a _'.repeat(20_000)],
  ['an endless address', `${'a.'.repeat(50_000)}@`],
  ['many addresses', 'https://a.'.repeat(20_000)],
  ['brackets', '[a]('.repeat(20_000)],
  ['backticks', Array.from({ length: 400 }, (_, n) => '`'.repeat(n)).join(' ')],
];

describe.each(MARKDOWN)('Markdown of %s', (_, text) => {
  test('is taken apart, and nothing of it is lost', BOUND, () => {
    const tokens = createMarkdownLexer()(text);
    expect(tokens.map(({ raw }) => raw).join('')).toBe(text);
  });

  test('is exported', BOUND, async () => {
    expect((await createMarkdownToHtml()(text)).length).toBeGreaterThan(text.length / 2);
  });
});

test('emphasis and addresses of ordinary length are still seen', () => {
  const [paragraph] = createMarkdownLexer()('**a** _b_ c@d.e https://f.g');
  const kinds = paragraph?.type === 'paragraph' ? paragraph.tokens.map(({ type }) => type) : [];
  expect(kinds).toEqual(['strong', 'text', 'em', 'text', 'link', 'text', 'link']);
});

test.each(['*a*a*a*a*a*a*a*a*b', '**/a/**/a/**/a/**/a/**/b', 'src/*a*a*a*a*a*b', '**/*a*a*a*a*.ts'])(
  'a rule with the pattern %s takes no time, and forbids rather too much',
  BOUND,
  (glob) => {
    const globs = createFileGlobs('/p');
    const file = `/p/src/${'a/'.repeat(300)}${'a'.repeat(200)}`;
    expect(globs.covers(glob, { file, written: file })).toBe(true);
    expect(globs.allows(glob, file)).toBe(false);
  },
);

test.each(['*.ts', 'src/**', '**/*.test.*', 'src/**/fixtures/**/*.json', '[a-z]*-*.{ts,tsx}'])(
  '%s is no such pattern',
  (glob) => {
    expect(isCostlyGlob(glob)).toBe(false);
  },
);

test('a file of settings that nests without end is refused with words', BOUND, async () => {
  const file = { file: '/p/.meanwhile/settings.json', scope: 'project' } as const;
  for (const text of ['['.repeat(200_000), `{"hooks":${'['.repeat(3_000)}${']'.repeat(3_000)}}`]) {
    const { given, mistakes } = await parseSettings(file, text);
    expect({ given, mistakes: mistakes.length }).toEqual({ given: [], mistakes: 1 });
  }
});

test('of names of any length the alike ones are found', BOUND, async () => {
  const names = Array.from({ length: 2_000 }, (_, n) => `ab${n}`.repeat(30));
  expect(await mostAlike('xy'.repeat(500), names)).toEqual([]);
  expect(await mostAlike('xy'.repeat(50), names)).toEqual([]);
  expect(await mostAlike('setings', ['settings', ...names])).toEqual(['settings']);
});

test.each(['\x1b]', '\x1b[1;', '\x1bP', '\u009b', '\x1b]a\x1b', '\u202e'])(
  'a million times %j is cleaned',
  BOUND,
  (unit) => {
    expect(cleanText(unit.repeat(1_000_000)).length).toBeLessThan(10_000_000);
  },
);
