import { createMarkdownLexer } from '../components/markdown-lexer.ts';

/** Those of an export itself: what the model wrote stands below them. */
const OWN_LEVELS = 3;

/** The same Markdown with its headings below those of the page that it becomes a part of. */
export function lowerHeadings(markdown: string): string {
  return createMarkdownLexer()(markdown)
    .map((token) => {
      if (token.type !== 'heading') return token.raw;
      const level = Math.min(6, token.depth + OWN_LEVELS);
      const [after = ''] = /\n*$/.exec(token.raw) ?? [];
      return `${'#'.repeat(level)} ${token.text}${after}`;
    })
    .join('')
    .trimEnd();
}
