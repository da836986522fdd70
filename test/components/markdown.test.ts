import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadMarkdown, renderMarkdown } from '../../src/components/markdown.ts';
import { displayWidth } from '../../src/components/text.ts';
import { createTheme } from '../../src/components/theme.ts';
import { hasControls, hostileText, leavesStyleOpen } from './hostile-text.ts';
import { markdownText } from './markdown-text.ts';

const theme = createTheme({ colours: true });
const markdown = await loadMarkdown();
const plain = (line: string) => line.replace(/\u001B\[[\d;]*m/g, '');
const render = (text: string, width = 40) => renderMarkdown(text, { width, theme, markdown }).map(plain);

test('headings of three depths look different, with colours and without', () => {
  for (const colours of [true, false]) {
    const [one, , two, , three] = renderMarkdown('# x\n\n## x\n\n### x', {
      width: 40,
      theme: createTheme({ colours }),
      markdown,
    });
    expect(new Set([one, two, three]).size).toBe(3);
  }
});

test('prose is no wider than 100 columns, and code and tables as wide as there is room', () => {
  const text = 'word '.repeat(60);
  const lines = render(`${text}\n\n- ${text}\n\n> ${text}`, 180);
  expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(102);
  expect(render(`\`\`\`\n${text}\n\`\`\``, 180)[0]?.length).toBeGreaterThan(170);
});

test('code that does not fit breaks between words, and loses no blank', () => {
  const lines = render('```\nreturn items.reduce((sum, item) => sum + item.cents, 0);\n```', 40);
  expect(lines).toEqual(['  return items.reduce((sum, item) => sum', '   + item.cents, 0);']);
});

describe('blocks', () => {
  test.each<[string, string, readonly string[]]>([
    ['nothing', '', []],
    ['a paragraph', 'one\ntwo', ['one two']],
    ['paragraphs', 'one\n\n\n\ntwo', ['one', '', 'two']],
    ['a heading', '## Plan\ntext', ['Plan', '', 'text']],
    ['a hard break', 'one  \ntwo<br>three', ['one', 'two', 'three']],
    ['a rule', '***', ['─'.repeat(40)]],
    ['a tight list', '- a\n- b', ['• a', '• b']],
    ['a loose list', '- a\n\n- b', ['• a', '', '• b']],
    ['a nested list', '- a\n  1. b\n     - c\n- d', ['• a', '  1. b', '     • c', '• d']],
    ['numbers that line up', '9. a\n10. b', [' 9. a', '10. b']],
    ['a task list', '- [x] a\n- [ ] b', ['☑ a', '☐ b']],
    ['a loose task list', '- [x] a\n\n- [ ] b', ['☑ a', '', '☐ b']],
    ['an empty item', '-\n- b', ['•', '• b']],
    ['a quote', '> one\n> two\n>\n> - x', ['▏ one two', '▏', '▏ • x']],
    ['code', '```ts\nconst a = 1;\n\n\tb\n```', ['  ts', '  const a = 1;', '', '      b']],
    ['code without an end', '```\na **b**', ['  a **b**']],
    ['indented code', '    a\n      b', ['  a', '    b']],
    ['code in a list', '- a\n  ```\n  x\n  ```', ['• a', '    x']],
    ['HTML', '<div>\nhi\n</div>', ['<div>', 'hi', '</div>']],
    ['a definition', '[a]: https://x.org\n\nsee [a]', ['see a (https://x.org)']],
  ])('%s', (_, text, expected) => expect(render(text).map((line) => line.trimEnd())).toEqual(expected));

  test('a long item goes on under its text', () => {
    expect(render('- one two three four', 12)).toEqual(['• one two', '  three four']);
  });

  test('a line of code that is too long goes on in the next one', () => {
    expect(render('```\n0123456789abcdef\n```', 12)).toEqual(['  0123456789', '  abcdef']);
  });

  test('nested deeper than there is room, text is still shown', () => {
    const nested = Array.from({ length: 30 }, (_, depth) => `${'  '.repeat(depth)}- x${depth}`).join('\n');
    expect(render(nested, 20).join('\n')).toContain('x29');
  });
});

describe('within a line', () => {
  test.each([
    ['**bold**', '\u001B[1mbold\u001B[22m'],
    ['*it*', '\u001B[3mit\u001B[23m'],
    ['~~gone~~', '\u001B[9mgone\u001B[29m'],
    ['`npm ci`', '\u001B[36mnpm ci\u001B[39m'],
    ['a <b>c</b>', 'a <b>c</b>'],
    ['a &lt;b&gt; &amp;&#39; &bogus; \\*', "a <b> &' &bogus; *"],
    ['![logo](a.png)', '\u001B[2mimage: logo (a.png)\u001B[22m'],
    ['[docs](https://x.org)', '\u001B[4mdocs\u001B[24m \u001B[2m(https://x.org)\u001B[22m'],
    ['https://x.org', '\u001B[4mhttps://x.org\u001B[24m'],
    ['<a@x.org>', '\u001B[4ma@x.org\u001B[24m'],
  ])('%s', (text, expected) => expect(renderMarkdown(text, { width: 60, theme, markdown })).toEqual([expected]));

  test('without colours code keeps its backticks', () => {
    const bare = createTheme({ colours: false });
    expect(renderMarkdown('run `npm ci`', { width: 60, theme: bare, markdown })).toEqual(['run `npm ci`']);
  });

  test.each(['[a](&#27;[2J)', '&#27;[2J', '![&#x9b;31m](x)', '`\u001B[2J`'])('%s drives no terminal', (text) => {
    expect(renderMarkdown(text, { width: 60, theme, markdown }).filter(hasControls)).toEqual([]);
  });
});

describe('tables', () => {
  const table = '| Name | Size |\n|:--|--:|\n| a | 10 |\n| longer | 7 |';

  test('columns are as wide as their cells', () => {
    expect(render(table)).toEqual(['Name   │ Size', '───────┼─────', 'a      │   10', 'longer │    7']);
  });

  test('the widest column gives way', () => {
    expect(render('| a | b |\n|--|--|\n| x | one two three four |', 16)).toEqual([
      'a │ b           ',
      '──┼─────────────',
      'x │ one two     ',
      '  │ three four  ',
    ]);
  });

  test('a word is broken only where no column can give way between two words', () => {
    expect(render('| owner | what |\n|--|--|\n| Ada Lovelace | writes the notes |\n| Grace | debugs |', 19)).toEqual([
      'owner    │ what    ',
      '─────────┼─────────',
      'Ada      │ writes  ',
      'Lovelace │ the     ',
      '         │ notes   ',
      '─────────┼─────────',
      'Grace    │ debugs  ',
    ]);
  });

  test('where no column has room, rows become records', () => {
    expect(render('| first | second |\n|--|--|\n| one | two |\n| three | four |', 12)).toEqual([
      'first: one',
      'second: two',
      '',
      'first: three',
      'second: four',
    ]);
  });
});

test('before the parser is loaded text is shown as it was written', () => {
  expect(renderMarkdown('\n# a\n\n**b**\n', { width: 40, theme, markdown: null })).toEqual(['# a', '', '**b**']);
});

test('text that is nested without an end is shown as it was written', () => {
  expect(render('>'.repeat(9000))[0]).toBe('>'.repeat(40));
});

test.each([
  ['hostile text', hostileText],
  ['Markdown', markdownText],
])('every line of %s fits the width, closes its styles and drives no terminal', (_, texts) => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 100 }), (text, width) => {
      for (const line of renderMarkdown(text, { width, theme, markdown })) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(hasControls(line)).toBe(false);
        expect(leavesStyleOpen(line)).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});
