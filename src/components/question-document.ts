/** The Markdown document that a question is about, as lines. */
import type { Question } from '../agent/events.ts';
import type { MarkdownLexer } from './markdown-lexer.ts';
import { renderMarkdown } from './markdown.ts';
import { createTheme, type Theme } from './theme.ts';

/**
 * Remembers the parser for that question's document: layout, keys and screen ask for its rows, and only the screen has
 * the parser. Until then the document is shown as it was written.
 */
export function parseDocument(question: Question, markdown: MarkdownLexer): void {
  if (question.document !== undefined) lexers.set(question, markdown);
}

const lexers = new WeakMap<Question, MarkdownLexer>();

/** As many lines with a theme as without. */
export function documentLines(question: Question, width: number, theme = PLAIN): readonly string[] {
  const { document = '' } = question;
  return renderMarkdown(document, { width, theme, markdown: lexers.get(question) ?? null });
}

const PLAIN: Theme = createTheme({ colours: false });
