/** What stands within a line of Markdown, as one string with styles; `\n` where a line must break. */
import type { MarkedToken, Token, Tokens } from 'marked';
import { screenLine, screenText } from './text.ts';
import type { Theme } from './theme.ts';

export function renderInline(tokens: readonly Token[], theme: Theme): string {
  return tokens.map((token) => renderToken(token as MarkedToken, theme)).join('');
}

function renderToken(token: MarkedToken, theme: Theme): string {
  switch (token.type) {
    case 'strong':
      return theme.bold(renderInline(token.tokens, theme));
    case 'em':
      return theme.italic(renderInline(token.tokens, theme));
    case 'del':
      return theme.strike(renderInline(token.tokens, theme));
    case 'codespan':
      return theme.code(oneLine(token.text));
    case 'br':
      return '\n';
    case 'link':
      return renderLink(token, theme);
    case 'image':
      return theme.dim(`image: ${[oneLine(token.text), `(${screenLine(token.href)})`].filter(Boolean).join(' ')}`);
    case 'paragraph':
      return renderInline(token.tokens, theme);
    case 'text':
      return token.tokens === undefined ? oneLine(characters(token.text)) : renderInline(token.tokens, theme);
    case 'html':
      return renderHtml(token);
    case 'escape':
      return token.text;
    case 'checkbox':
      return '';
    default:
      return screenText(token.raw);
  }
}

function renderLink(token: Tokens.Link, theme: Theme): string {
  const label = renderInline(token.tokens, theme);
  // The parser resolves character references in addresses, so one can hold what was cleaned away before.
  const address = screenLine(token.href);
  const isSame = [token.text, `mailto:${token.text}`, `http://${token.text}`].includes(address);
  return isSame ? theme.link(label) : `${theme.link(label)} ${theme.dim(`(${address})`)}`;
}

function renderHtml(token: Tokens.HTML | Tokens.Tag): string {
  if (/^<br\s*\/?>$/i.test(token.text)) return '\n';
  return token.block ? screenText(token.text.trimEnd()) : oneLine(token.text);
}

/** A line break in the source is a space. */
function oneLine(text: string): string {
  return screenText(text).replace(/ *\n */g, ' ');
}

const NAMED: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Character references as the characters they mean; unknown ones stay as they are. */
function characters(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (reference, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name] ?? reference;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
  });
}
