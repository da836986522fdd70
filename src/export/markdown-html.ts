/** Markdown of a model as HTML. It is foreign text: its own HTML is shown as text, pictures as links, nothing is loaded. */
import { Marked, type Tokens } from 'marked';
import { cleanText } from '../background/clean-text.ts';
import { createHighlighter, type Highlighter } from '../components/highlight.ts';
import { boundedMarkdown } from '../components/markdown-lexer.ts';
import { escapeHtml } from './escape-html.ts';

export type MarkdownToHtml = (text: string) => Promise<string>;

export function createMarkdownToHtml(): MarkdownToHtml {
  const highlighter = createHighlighter();
  const coloured = new WeakMap<object, string>();
  const marked = new Marked(boundedMarkdown(), {
    async: true,
    gfm: true,
    async walkTokens(token) {
      if (token.type === 'code') coloured.set(token, await colouredCode(highlighter, token as Tokens.Code));
    },
    renderer: {
      html: ({ text }) => escapeHtml(text),
      code: (token) => `<pre class="code"><code>${coloured.get(token) ?? escapeHtml(token.text)}</code></pre>\n`,
      codespan: ({ text }) => `<code>${escapeHtml(text)}</code>`,
      link({ href, tokens }) {
        return link(href, this.parser.parseInline(tokens));
      },
      image: ({ href, text }) => link(href, escapeHtml(text || href)),
      table(token) {
        const cells = (row: Tokens.TableCell[], tag: string) =>
          `<tr>${row.map((cell) => `<${tag}${aligned(cell)}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`;
        const body = token.rows.map((row) => cells(row, 'td')).join('\n');
        return `<div class="wide"><table><thead>${cells(token.header, 'th')}</thead><tbody>${body}</tbody></table></div>\n`;
      },
    },
  });

  return async (text) => {
    const clean = cleanText(text);
    try {
      return await marked.parse(clean);
    } catch {
      // The parser recurses once a level of nesting, so a text made of `>` alone exhausts the stack.
      return `<pre class="plain">${escapeHtml(clean)}</pre>`;
    }
  };
}

function link(href: string, inner: string): string {
  const isSafe = /^(?:https?:|mailto:)/i.test(href) && URL.canParse(href);
  return isSafe ? `<a href="${escapeHtml(href)}" rel="noopener noreferrer nofollow">${inner}</a>` : inner;
}

function aligned({ align }: Tokens.TableCell): string {
  return align === null ? '' : ` class="${align}"`;
}

async function colouredCode(highlighter: Highlighter, { text, lang }: Tokens.Code): Promise<string> {
  const language = /^[\w+#.-]*/.exec(lang ?? '')?.[0] ?? '';
  let done = highlighter.highlight(text, language);
  for (let round = 0; done.later && round < MOST_ROUNDS; round++) {
    await change(highlighter);
    done = highlighter.highlight(text, language);
  }
  return done.lines
    .map((line) =>
      line
        .map(({ text: piece, part }) =>
          part === null ? escapeHtml(piece) : `<span class="x-${part}">${escapeHtml(piece)}</span>`,
        )
        .join(''),
    )
    .join('\n');
}

const MOST_ROUNDS = 20;
const PATIENCE_MS = 2_000;

function change({ subscribe }: Highlighter): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(settle, PATIENCE_MS);
    const unsubscribe = subscribe(settle);
  });
}
