/** The blocks of a parsed text as lines: paragraphs, lists, quotes, code. */
import type { MarkedToken, Token, Tokens } from 'marked';
import type { CodeLine } from './highlight-spans.ts';
import { codeLines } from './markdown-code.ts';
import { renderInline } from './markdown-inline.ts';
import { renderTable } from './markdown-table.ts';
import { displayWidth, padEnd, wrap } from './text.ts';
import type { Style, Theme } from './theme.ts';

/** Where a block is drawn. */
export interface Place {
  /** Columns. */
  readonly width: number;
  readonly theme: Theme;
  /** Gives the lines of a block of code their colours; without it they are plain. */
  readonly highlight?: (code: string, language: string) => readonly CodeLine[];
}

/** A margin that would leave less than this for the text is left out. */
const NARROWEST = 8;

/** Lines of prose are no longer than this, however wide the pane is: longer ones are hard to read. */
export const PROSE_COLUMNS = 100;

/** The lines of some blocks, with a blank line between them unless they belong to a tight list. */
export function renderBlocks(tokens: readonly Token[], place: Place, tight = false): readonly string[] {
  return join(
    tokens.map((token) => renderBlock(token as MarkedToken, place)),
    tight,
  );
}

function join(parts: readonly (readonly string[])[], tight: boolean): readonly string[] {
  const shown = parts.filter((lines) => lines.length > 0);
  return shown.flatMap((lines, index) => (index === 0 || tight ? lines : ['', ...lines]));
}

function headingStyle(depth: number, theme: Theme): Style {
  if (depth === 1) return theme.title;
  return depth === 2 ? theme.heading : theme.subheading;
}

function renderBlock(token: MarkedToken, place: Place): readonly string[] {
  const { theme, width } = place;
  const prose = Math.min(width, PROSE_COLUMNS);
  switch (token.type) {
    case 'space':
    case 'def':
    // The list item draws it as part of its mark.
    case 'checkbox':
      return [];
    case 'heading':
      return wrap(headingStyle(token.depth, theme)(renderInline(token.tokens, theme)), prose);
    case 'hr':
      return [theme.dim('─'.repeat(prose))];
    case 'code':
      return renderCode(token, place);
    case 'blockquote':
      return renderQuote(token, place);
    case 'list':
      return renderList(token, place);
    case 'table':
      return renderTable(token, place);
    default: {
      const text = renderInline([token], theme).trimEnd();
      return text === '' ? [] : wrap(text, prose);
    }
  }
}

function renderCode(token: Tokens.Code, place: Place): readonly string[] {
  return hang('  ', '  ', place, (inner) => codeLines(token, inner));
}

function renderQuote(token: Tokens.Blockquote, place: Place): readonly string[] {
  const bar = `${place.theme.dim('▏')} `;
  return hang(bar, bar, place, (inner) => renderBlocks(token.tokens, inner));
}

function renderList(token: Tokens.List, place: Place): readonly string[] {
  const start = Number(token.start);
  const last = String(start + token.items.length - 1);
  const items = token.items.map((item, index) => {
    const bullet = token.ordered ? `${start + index}.`.padStart(last.length + 1) : '•';
    const box = item.checked === true ? place.theme.good('☑') : '☐';
    const mark = item.task ? (token.ordered ? `${bullet} ${box}` : box) : bullet;
    return hang(`${mark} `, '', place, (inner) => renderBlocks(item.tokens, inner, !token.loose));
  });
  return join(items, !token.loose);
}

/** Lines with `first` before the first of them and `rest`, filled to the same width, before the others. */
function hang(
  first: string,
  rest: string,
  place: Place,
  render: (inner: Place) => readonly string[],
): readonly string[] {
  const margin = displayWidth(first);
  if (place.width - margin < NARROWEST) return render(place);
  const lines = render({ ...place, width: place.width - margin });
  const following = padEnd(rest, margin);
  return (lines.length === 0 ? [''] : lines).map((line, index) => (index === 0 ? first : following) + line);
}
