/** Arbitrary Markdown: pieces that begin, end and interrupt each other's blocks. */
import fc from 'fast-check';

const PIECES = [
  '- item',
  '* item',
  '1. item',
  '2) item',
  '  - nested',
  '    four',
  '\t tab',
  '> quote',
  '> - both',
  '# heading',
  '### ',
  '===',
  '---',
  '-',
  '```',
  '```ts',
  '~~~',
  '`code`',
  '``',
  '**bold** text',
  '**open',
  '_em_',
  '~~del~~',
  '[link](https://example.org)',
  '[ref]',
  '![img](x.png)',
  '| a | b |',
  '|---|:-:|',
  '| long cell that needs room | 漢字 |',
  '<div>',
  '</div>',
  '<!-- c',
  '-->',
  '<pre>',
  'https://example.org/long/path',
  '&lt; &amp;',
  '- [ ] task',
  '- [x] done',
  'a plain sentence that is long enough to wrap',
  '👩‍👩‍👧 wide 漢字',
  '  ',
];

export const markdownText = fc
  .array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom('\n', '\n', '\n\n', '\n\n\n', ' ', '')), {
    maxLength: 14,
  })
  .map((pieces) => pieces.flat().join(''));
