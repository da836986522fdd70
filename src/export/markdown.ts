/** A session as Markdown: what was said as it was written, what ran in fences that nothing within can close. */
import type { MarkedToken, Token } from 'marked';
import { cleanText } from '../background/clean-text.ts';
import { createMarkdownLexer } from '../components/markdown-lexer.ts';
import { taskName } from '../components/task-lines.ts';
import { escapeHtml } from './escape-html.ts';
import { lowerHeadings } from './lower-headings.ts';
import type { Report, ReportItem, ReportTask } from './report.ts';
import { factsOf, momentWords, placeOf, stateWord, taskFacts, titleOf } from './words.ts';

/** By this an export is known again, before it is written over. */
export const MARKDOWN_MARK = '<!-- exported by meanwhile -->';

export function renderMarkdownReport(report: Report, home: string): string {
  const place = [...placeOf(report, home), momentWords(report.startedAt), `session ${report.id}`];
  const facts = factsOf(report).map(({ name, value }) => `${value} ${name}`);
  const parts = [
    `${MARKDOWN_MARK}\n# ${plain(titleOf(report))}`,
    place.map(plain).join(' · '),
    facts.join(' · '),
    '## Conversation',
    ...report.items.map(renderItem),
    ...(report.tasks.length === 0 ? [] : ['## Tasks', ...report.tasks.map(renderTask)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function renderItem(item: ReportItem): string {
  switch (item.kind) {
    case 'prompt':
      return `### ${momentWords(item.at)}\n\n${quoted(item.text)}`;
    case 'answer':
      return lowerHeadings(withoutHtml(cleanText(item.text).trim()));
    case 'thinking':
      return folded('thinking', fence(item.text));
    case 'call': {
      const result = item.result === undefined ? 'It came to no end.' : fence(item.result);
      const what = `${escapeHtml(item.verb)} <code>${escapeHtml(item.subject)}</code>`;
      const line = [what, escapeHtml(item.summary)].filter(Boolean).join(' · ');
      const input = item.change === undefined ? fence(item.input) : fence(item.change.lines.join('\n'), 'diff');
      return folded(line, item.input === '' ? result : `${input}\n\n${result}`);
    }
    case 'notice':
      return item.tasks.map(({ line }) => `- ${plain(line)} (told in request ${item.request})`).join('\n');
    case 'shell': {
      const line = `${item.background ? '&' : '!'} ${code(item.command)} ${plain(item.summary)}`.trim();
      return item.output === '' ? line : `${line}\n\n${fence(item.output)}`;
    }
    case 'note':
    case 'problem':
      return `*${plain(item.text)}*`;
    default:
      return item satisfies never;
  }
}

function renderTask({ task, toldIn, digest }: ReportTask): string {
  const told = toldIn === undefined ? [] : [`told in request ${toldIn}`];
  const facts = [stateWord(task), ...taskFacts(task), ...told].map(plain).join(' · ');
  const name = task.spec.label === undefined ? '' : `${plain(taskName(task))}: `;
  const head = `- **${task.id}** ${name}${code(task.spec.command)}\n  ${facts}`;
  return digest === '' ? head : `${head}\n\n${fence(digest)}`;
}

function folded(line: string, content: string): string {
  return `<details><summary>${line}</summary>\n\n${content}\n\n</details>`;
}

/** One line in which nothing is markup. */
function plain(text: string): string {
  return cleanText(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`);
}

/** Markdown in which what would be read as HTML is shown as text. */
function withoutHtml(markdown: string): string {
  const wanted: { readonly raw: string; readonly isHtml: boolean }[] = [];
  try {
    collect(createMarkdownLexer()(markdown), wanted);
  } catch {
    return fence(markdown);
  }
  let rest = markdown;
  let safe = '';
  for (const { raw, isHtml } of wanted) {
    const begin = rest.indexOf(raw);
    if (begin === -1) continue;
    safe += rest.slice(0, begin) + (isHtml ? raw.replaceAll('<', '&lt;') : raw);
    rest = rest.slice(begin + raw.length);
  }
  return safe + rest;
}

/** HTML and code, in their order: what looks like HTML within code is none. */
function collect(tokens: readonly Token[], wanted: { raw: string; isHtml: boolean }[]): void {
  for (const token of tokens as readonly MarkedToken[]) {
    if (token.type === 'html') wanted.push({ raw: token.raw, isHtml: true });
    else if (token.type === 'code' || token.type === 'codespan') wanted.push({ raw: token.raw, isHtml: false });
    else if (token.type === 'list') token.items.forEach((item) => collect(item.tokens, wanted));
    else if (token.type === 'table') {
      [token.header, ...token.rows].flat().forEach((cell) => collect(cell.tokens, wanted));
    } else if ('tokens' in token && token.tokens !== undefined) collect(token.tokens, wanted);
  }
}

function quoted(text: string): string {
  return cleanText(text)
    .trim()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

function code(text: string): string {
  const line = cleanText(text).replace(/\s+/g, ' ').trim();
  const ticks = '`'.repeat(longestRun(line) + 1);
  return line === '' ? '' : `${ticks}${line.startsWith('`') || line.endsWith('`') ? ` ${line} ` : line}${ticks}`;
}

function fence(text: string, language = 'text'): string {
  const clean = cleanText(text).replace(/^\n+|\s+$/g, '');
  const ticks = '`'.repeat(Math.max(3, longestRun(clean) + 1));
  return `${ticks}${language}\n${clean}\n${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
