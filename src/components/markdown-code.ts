/** A block of code as lines: what is too long goes on in the next one, and its colours go with it. */
import type { Tokens } from 'marked';
import type { CodeLine } from './highlight-spans.ts';
import { plainLine } from './highlight-spans.ts';
import type { Place } from './markdown-blocks.ts';
import { chopAtWords, displayWidth, screenText, wrap } from './text.ts';
import type { Theme } from './theme.ts';

export function codeLines(
  token: Pick<Tokens.Code, 'lang' | 'text'>,
  { width, theme, highlight }: Place,
): readonly string[] {
  const language = /^\S*/.exec(token.lang ?? '')?.[0] ?? '';
  // Tabs first, or spans would be cut elsewhere than what is shown.
  const text = screenText(token.text);
  const lines = highlight?.(text, language) ?? text.split('\n').map(plainLine);
  return [
    ...(language === '' ? [] : wrap(theme.dim(language), width)),
    ...lines.flatMap((line) => chopSpans(line, { width, theme })),
  ];
}

function chopSpans(
  line: CodeLine,
  { width, theme }: { readonly width: number; readonly theme: Theme },
): readonly string[] {
  const text = line.map((span) => span.text).join('');
  const rows = displayWidth(text) <= width ? [text] : chopAtWords(text, width);
  // Where a character is wider than all the room, the rows say something else than the spans.
  return rows.join('') === text ? paint(rows, line, theme) : rows;
}

/** Gives rows, which together are the line, the styles of its spans. */
function paint(rows: readonly string[], line: CodeLine, theme: Theme): readonly string[] {
  const rest = [...line];
  return rows.map((row) => {
    let painted = '';
    for (let room = row.length; room > 0;) {
      const span = rest.shift();
      if (span === undefined) break;
      const text = span.text.slice(0, room);
      if (text.length < span.text.length) rest.unshift({ ...span, text: span.text.slice(room) });
      painted += span.part === null ? text : theme.syntax[span.part](text);
      room -= text.length;
    }
    return painted;
  });
}
