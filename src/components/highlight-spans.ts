/** What highlight.js answers, as lines of spans: its elements are read, and nothing of it reaches the terminal as it is. */
import type { SyntaxPart } from './theme.ts';

export interface CodeSpan {
  readonly text: string;
  /** `null`: as plain text. */
  readonly part: SyntaxPart | null;
}

/** The spans of one line of code. */
export type CodeLine = readonly CodeSpan[];

export function readSpans(html: string): readonly CodeLine[] {
  const lines: CodeSpan[][] = [[]];
  const open: (SyntaxPart | null)[] = [];
  for (const [, classes, closing, text] of html.matchAll(/<span class="([^"]*)">|(<\/span>)|([^<]+)/g)) {
    if (classes !== undefined) open.push(partOf(classes, open.at(-1) ?? null));
    else if (closing !== undefined) open.pop();
    else if (text !== undefined) add(lines, characters(text), open.at(-1) ?? null);
  }
  return lines;
}

/** One line of plain text. */
export function plainLine(text: string): CodeLine {
  return text === '' ? [] : [{ text, part: null }];
}

function add(lines: CodeSpan[][], text: string, part: SyntaxPart | null): void {
  text.split('\n').forEach((piece, index) => {
    if (index > 0) lines.push([]);
    if (piece !== '') lines.at(-1)?.push({ text: piece, part });
  });
}

function partOf(classes: string, around: SyntaxPart | null): SyntaxPart | null {
  const [name = ''] = classes.replace(/^hljs-/, '').split(' ');
  const part = PARTS[name];
  return part === undefined ? around : part;
}

const PARTS: { readonly [name: string]: SyntaxPart | null } = {
  keyword: 'keyword',
  'selector-tag': 'keyword',
  name: 'keyword',
  section: 'keyword',
  operator: null,
  string: 'string',
  regexp: 'string',
  char: 'string',
  'template-tag': 'string',
  // What is calculated inside a string.
  subst: null,
  number: 'number',
  literal: 'number',
  symbol: 'number',
  comment: 'comment',
  quote: 'comment',
  meta: 'comment',
  title: 'name',
  built_in: 'name',
  type: 'name',
  attr: 'name',
  attribute: 'name',
  'selector-class': 'name',
  'selector-id': 'name',
  variable: 'name',
  addition: 'added',
  deletion: 'removed',
};

const NAMED: { readonly [reference: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };

function characters(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#x27);/g, (_, name: string) => NAMED[name] ?? '');
}
