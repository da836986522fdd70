/**
 * Markdown as lines for the terminal. The text is a model's: it is cleaned first, and nothing in it can make a line
 * wider than the width or leave a style open at its end.
 */
import { cleanText } from '../background/clean-text.ts';
import { PROSE_COLUMNS, renderBlocks, type Place } from './markdown-blocks.ts';
import type { MarkdownLexer } from './markdown-lexer.ts';
import { wrap } from './text.ts';

export interface MarkdownOptions extends Place {
  /** Until it is loaded, text is shown as it was written. */
  readonly markdown: MarkdownLexer | null;
}

/** Loads the parser, which the first frame does not need. */
export async function loadMarkdown(): Promise<MarkdownLexer> {
  const { createMarkdownLexer } = await import('./markdown-lexer.ts');
  return createMarkdownLexer();
}

/** The lines of a whole text, without blank lines at its ends. */
export function renderMarkdown(text: string, { markdown, ...place }: MarkdownOptions): readonly string[] {
  const clean = cleanText(text);
  if (markdown === null) return renderPlain(clean, place.width);
  try {
    return renderBlocks(markdown(clean), place);
  } catch {
    // The parser recurses once a level of nesting, so a text made of `>` alone exhausts the stack.
    return renderPlain(clean, place.width);
  }
}

function renderPlain(text: string, width: number): readonly string[] {
  const trimmed = text.replace(/^\n+/, '').trimEnd();
  return trimmed === '' ? [] : wrap(trimmed, Math.min(width, PROSE_COLUMNS));
}
