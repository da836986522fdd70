import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineCache } from '../../src/components/conversation-lines.ts';
import { loadMarkdown } from '../../src/components/markdown.ts';
import { displayWidth } from '../../src/components/text.ts';
import { createTheme } from '../../src/components/theme.ts';
import type { Item, ItemContent } from '../../src/store/item.ts';
import { hasControls, hostileText, leavesStyleOpen } from './hostile-text.ts';

const theme = createTheme({ colours: true });
const markdown = await loadMarkdown();
const plain = (line: string) => line.replace(/\u001B\[[\d;]*m/g, '');
const styled = (content: ItemContent, width = 60) =>
  createLineCache({ theme, markdown }).lines({ id: 1, ...content }, width);
const draw = (content: ItemContent, width = 60) => styled(content, width).map((line) => plain(line).trimEnd());

type Tool = Extract<ItemContent, { kind: 'tool' }>;
type Shell = Extract<ItemContent, { kind: 'shell' }>;

const tool = (change: Partial<Tool>): Tool => ({
  kind: 'tool',
  callId: 'c',
  tool: { name: 'bash', verb: 'ran', subject: 'npm install' },
  state: 'done',
  summary: 'exit 0 · 0.3 s',
  ...change,
});

type Thought = Extract<ItemContent, { kind: 'thinking' }>;

const thought = (change: Partial<Thought>): Thought => ({
  kind: 'thinking',
  text: 'First\nlook.',
  streaming: false,
  startedAt: 1_000,
  took: 4_100,
  ...change,
});

const shell = (change: Partial<Shell>): Shell => ({
  kind: 'shell',
  taskId: '1f3a9c2e',
  command: 'npm test',
  background: false,
  state: 'done',
  summary: 'exit 0',
  output: '',
  ...change,
});

describe('looks', () => {
  test.each<[string, ItemContent, readonly string[]]>([
    ['a prompt', { kind: 'prompt', text: 'install it\nplease' }, [' › install it', '   please']],
    [
      'an answer',
      { kind: 'assistant', text: 'It **is** done.\n\n- a', streaming: false },
      ['   It is done.', '', '   • a'],
    ],
    ['an answer that grows', { kind: 'assistant', text: 'It is', streaming: true }, [' ● It is▌']],
    ['an answer that begins', { kind: 'assistant', text: '', streaming: true }, [' ● ▌']],
    ['an empty answer', { kind: 'assistant', text: '\n', streaming: false }, []],
    ['a thought', thought({}), ['   ▸ thought for 4 s']],
    ['a thought that was short', thought({ took: 20 }), ['   ▸ thought for 1 s']],
    ['a thought of which no time is known', thought({ took: null }), ['   ▸ thought']],
    ['an opened thought', thought({ open: true }), ['   ▾ thought for 4 s', '   ▏ First', '   ▏ look.']],
    ['thinking', thought({ streaming: true }), ['   ● thinking    look.']],
    ['a tool', tool({}), ['   ▸ ran         npm install                 exit 0 · 0.3 s']],
    [
      'a tool that runs',
      tool({ state: 'running', summary: '' }),
      ['   ● run         npm install                        running'],
    ],
    [
      'a tool that failed',
      tool({ state: 'failed', summary: 'exit 1' }),
      ['   ✗ run         npm install                         exit 1'],
    ],
    [
      'a call that needs approval',
      tool({ state: 'asking', summary: '', tool: { name: 'edit_file', verb: 'edited', subject: 'price.ts' } }),
      ['   ? edit        price.ts                    needs approval'],
    ],
    [
      'a call to which the user said no',
      tool({ state: 'failed', summary: 'declined' }),
      ['   ✗ run         npm install                       declined'],
    ],
    [
      'a command that failed',
      tool({ endedBadly: true, summary: 'exit 1 · 0.3 s', excerpt: ['1 test failed', 'expected 4'] }),
      ['   ✗ ran         npm install                 exit 1 · 0.3 s', '   ▏ 1 test failed', '   ▏ expected 4'],
    ],
    [
      'a command',
      shell({ output: 'one\ntwo\n' }),
      [' ! npm test                                          exit 0', '   one', '   two'],
    ],
    ['a background command', shell({ background: true, summary: '' }), [' & npm test']],
    [
      'a notice',
      { kind: 'notice', request: 4, tasks: [{ id: '1f3a9c2e', line: 'npm ci completed' }] },
      ['   ┄┄ 1f3a9c2e npm ci completed · told in request 4 ┄┄┄┄┄┄┄'],
    ],
    ['a note', { kind: 'note', text: 'Interrupted.' }, ['   Interrupted.']],
    ['a problem', { kind: 'problem', text: 'The key is wrong.' }, [' ✗ The key is wrong.']],
  ])('%s', (_, content, expected) => expect(draw(content)).toEqual(expected));

  test('only the last lines of a long output are shown', () => {
    const output = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n');
    const lines = draw(shell({ output }));
    expect(lines.slice(1, 3)).toEqual(['   … 20 lines above', '   line 20']);
    expect(lines.at(-1)).toBe('   line 29');
  });

  test('a notice too long for its line keeps the request', () => {
    const line = 'npm install --save-dev everything completed after 41 s';
    expect(draw({ kind: 'notice', request: 12, tasks: [{ id: '1f3a9c2e', line }] }, 50)).toEqual([
      '   ┄┄ 1f3a9c2e npm install … · told in request 12',
    ]);
  });

  test('a prompt of a megabyte is shown by its ends', () => {
    const lines = draw({ kind: 'prompt', text: `begin ${'x'.repeat(1_000_000)} end` });
    expect(lines.length).toBeLessThan(200);
    expect(lines.join('\n')).toContain('992,010 characters not shown');
    expect(lines.at(-1)).toMatch(/end$/);
  });

  describe('opened', () => {
    const opened = (change: Partial<Tool>, width = 60) => draw(tool({ open: true, ...change }), width).slice(1);
    const numbers = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');

    test('a command shows all of it, and the end of what it printed', () => {
      const command = 'cd shop &&\n  npm install';
      const lines = opened({ tool: { name: 'bash', verb: 'ran', subject: 'cd shop', command }, text: numbers });
      expect(lines.slice(0, 4)).toEqual([
        '   ▏ $ cd shop &&',
        '   ▏     npm install',
        '   ▏ … 60 lines above',
        '   ▏ line 60',
      ]);
      expect(lines.at(-1)).toBe('   ▏ line 99');
    });

    test('a file that was read shows its beginning', () => {
      const lines = opened({ tool: { name: 'read_file', verb: 'read', subject: 'a.txt' }, text: numbers });
      expect(lines[0]).toBe('   ▏ line 0');
      expect(lines.at(-1)).toBe('   ▏ … 60 lines below');
    });

    test('an edit shows a coloured diff with the numbers of the new file', () => {
      const change = { lines: ['@@ line 9 @@', ' a', '-b', '+c', '+\td', '@@ line 40 @@', '+e'], hidden: 3 };
      expect(opened({ change, text: 'Edited.' })).toEqual([
        '   ▏  9   a',
        '   ▏    - b',
        '   ▏ 10 + c',
        '   ▏ 11 +     d',
        '   ▏    ⋮',
        '   ▏ 40 + e',
        '   ▏ … + 3 more',
      ]);
      const coloured = styled(tool({ open: true, change })).join('\n');
      expect(coloured).toMatch(/\u001B\[31m-\u001B\[39m\u001B\[31m b *\u001B\[39m/);
      expect(coloured).toMatch(/\u001B\[32m\+\u001B\[39m\u001B\[32m c *\u001B\[39m/);
    });

    test('an edit is open by itself, by its first twenty rows', () => {
      const change = { lines: ['@@ line 1 @@', ...Array.from({ length: 30 }, (_, n) => `+line ${n}`)], hidden: 4 };
      const lines = draw(tool({ change }));
      expect(lines[0]).toMatch(/^ {3}▾ ran/);
      expect(lines.slice(20)).toEqual(['   ▏ 20 + line 19', '   ▏ … + 14 more']);
      expect(draw(tool({ change, open: false }))).toHaveLength(1);
      expect(draw(tool({ change, open: true }))).toHaveLength(1 + 30 + 1);
    });

    test('the word about a missing line end is no line', () => {
      const change = { lines: ['@@ line 1 @@', '-a', '\\ No newline at end of file', '+a'], hidden: 0 };
      expect(draw(tool({ change })).slice(1)).toEqual([
        '   ▏   - a',
        '   ▏     No newline at end of file',
        '   ▏ 1 + a',
      ]);
    });

    test('words that changed within a line are marked, and no more of it', () => {
      const change = { lines: ['@@ line 1 @@', '-const a = price + 1;', '+const a = total + 1;'], hidden: 0 };
      const lines = styled(tool({ change }));
      expect(lines[1]).toContain(' const a = \u001B[4mprice\u001B[24m + 1;');
      expect(lines[2]).toContain(' const a = \u001B[4mtotal\u001B[24m + 1;');
    });

    test('lines that have little in common are not compared', () => {
      const change = { lines: ['@@ line 1 @@', '-import { a } from "b";', '+return;'], hidden: 0 };
      expect(styled(tool({ change })).join('')).not.toContain('\u001B[4m');
    });

    test('what it was answered breaks between words, and keeps its indentation', () => {
      expect(opened({ text: 'The input is wrong.\n  - stdin: expected a boolean' }, 30)).toEqual([
        '   ▏ The input is wrong.',
        '   ▏   - stdin: expected a',
        '   ▏   boolean',
      ]);
    });

    test("a command of the user's shows more of what it printed", () => {
      const lines = draw(shell({ output: numbers, open: true }));
      expect(lines).toHaveLength(101);
      expect(lines[1]).toBe('   ▏ line 0');
    });
  });

  test('what failed is red, what runs is blue', () => {
    expect(styled(tool({ state: 'failed' })).join()).toContain('\u001B[31m');
    expect(styled(tool({ state: 'running' })).join()).toContain('\u001B[94m');
  });
});

describe('the cache', () => {
  const item: Item = { id: 1, kind: 'prompt', text: 'one two three' };

  test('keeps the lines of an item for a width', () => {
    const cache = createLineCache({ theme, markdown });
    const lines = cache.lines(item, 40);
    expect(cache.lines(item, 40)).toBe(lines);
    expect(cache.lines(item, 10).length).toBeGreaterThan(lines.length);
  });

  test('a growing answer ends up as if it had been drawn whole', () => {
    const cache = createLineCache({ theme, markdown });
    const text = 'A paragraph.\n\n```ts\nconst a = 1;\n```\n\n- one\n- two';
    for (let end = 0; end < text.length; end += 3) {
      cache.lines({ id: 1, kind: 'assistant', text: text.slice(0, end), streaming: true }, 40);
    }
    const whole = { kind: 'assistant', text, streaming: false } as const;
    expect(cache.lines({ id: 1, ...whole }, 40)).toEqual(styled(whole, 40));
  });
});

const linesOf = (text: string, sign: string) => text.split('\n').map((line) => sign + line);

test('whatever it holds, an item fits the pane, closes its styles and drives no terminal', () => {
  const contents: fc.Arbitrary<ItemContent> = fc
    .record({ text: hostileText, other: hostileText, state: fc.constantFrom('running', 'done', 'failed') })
    .chain(({ text, other, state }) =>
      fc.constantFrom<ItemContent>(
        { kind: 'prompt', text },
        { kind: 'assistant', text, streaming: state === 'running' },
        thought({ text, open: state === 'done', streaming: state === 'running' }),
        tool({ state: state as 'done', summary: other, tool: { name: 'x', verb: other, subject: text } }),
        tool({ open: true, text, tool: { name: 'x', verb: 'ran', subject: '', command: other } }),
        tool({ endedBadly: true, excerpt: text.split('\n').slice(0, 3) }),
        tool({ change: { lines: linesOf(text, '-').concat(linesOf(text + other, '+')), hidden: 0 } }),
        tool({ open: true, change: { lines: text.split('\n'), hidden: 1 } }),
        shell({ state: state as 'done', command: text, output: other, summary: text }),
        shell({ open: true, command: text, output: other }),
        { kind: 'notice', request: 1, tasks: [{ id: '1f3a9c2e', line: text }] },
        { kind: 'note', text },
        { kind: 'problem', text },
      ),
    );
  fc.assert(
    fc.property(contents, fc.integer({ min: 16, max: 100 }), (content, width) => {
      for (const line of styled(content, width)) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(hasControls(line)).toBe(false);
        expect(leavesStyleOpen(line)).toBe(false);
      }
    }),
    { numRuns: 400 },
  );
});

test('each call that runs says for how long, by whole seconds, and is drawn anew when one has passed', () => {
  let now = 10_900;
  const cache = createLineCache({ theme, markdown, now: () => now });
  const [slow, quick] = [4_000, 10_000].map((runsSince, id): Item => ({
    id,
    ...tool({ state: 'running', summary: '', runsSince }),
  }));
  const ends = () => [slow, quick].map((item) => cache.lines(item!, 60).map(plain).join().trimEnd().slice(-14));
  expect(ends()).toEqual([expect.stringMatching(/ running 6 s$/), expect.stringMatching(/ running$/)]);
  const before = cache.lines(slow!, 60);
  now = 10_999;
  expect(cache.lines(slow!, 60)).toBe(before);
  now = 11_000;
  expect(ends()).toEqual([expect.stringMatching(/ running 7 s$/), expect.stringMatching(/ running 1 s$/)]);
});
