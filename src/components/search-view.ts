/** A search in the conversation as it is seen: what is marked in the lines in view, and the words about it. */
import type { ConversationSearch } from '../store/ui-state.ts';
import type { ConversationIndex } from './conversation-index.ts';
import type { ItemMatch } from './conversation-search.ts';
import { count } from './format.ts';
import { withMatches, type LineMatch } from './match-line.ts';
import { displayWidth, fitLine, screenLine } from './text.ts';
import type { Theme } from './theme.ts';

/** Lines from `top` on, with what was found in them. */
export function searchedLines(
  lines: readonly string[],
  { top, index, search, theme }: SearchView & { readonly top: number },
): readonly string[] {
  const matches = matchesInView(lines.length, { top, index, search, theme });
  return lines.map((line, row) => withMatches(line, matches.get(top + row) ?? []));
}

export interface SearchView {
  readonly index: ConversationIndex;
  readonly search: ConversationSearch;
  readonly theme: Theme;
}

/** The line that is typed, and how many there are: `/expected       match 1 of 3`. */
export function searchLine({ index, search, theme }: SearchView, width: number): string {
  const { editor } = search;
  const typed = ` ${theme.accent('/')}${screenLine(editor.text)}`;
  return fitLine(typed, `${theme.dim(matchWords({ index, search }))} `, width);
}

/** The column at which the next letter of the search comes, while it is typed. */
export function searchColumn({ editor, typing }: ConversationSearch): number | null {
  return typing ? displayWidth(` /${screenLine(editor.text.slice(0, editor.cursor))}`) : null;
}

/** Which match the search stands at, counted from 0; -1 when it stands at none. */
export function currentMatch(matches: readonly ItemMatch[], { at }: ConversationSearch): number {
  if (at === null) return -1;
  const first = matches.findIndex(({ itemId }) => itemId === at.itemId);
  if (first === -1) return -1;
  const last = matches.findLastIndex(({ itemId }) => itemId === at.itemId);
  return Math.min(last, first + at.nth);
}

function matchWords({ index, search }: Pick<SearchView, 'index' | 'search'>): string {
  if (search.editor.text.trim() === '') return '';
  const matches = index.find(search.editor.text);
  if (matches.length === 0) return 'no match';
  const current = currentMatch(matches, search);
  return current === -1 ? count(matches.length, 'match', 'matches') : `match ${current + 1} of ${matches.length}`;
}

function matchesInView(rows: number, view: SearchView & { readonly top: number }): Map<number, LineMatch[]> {
  const { top, index, search, theme } = view;
  const found = index.find(search.editor.text);
  const current = found[currentMatch(found, search)];
  const inView = new Set(Array.from({ length: rows }, (_, row) => index.itemAt(top + row)?.id));
  const lines = new Map<number, LineMatch[]>();
  for (const match of found) {
    const start = inView.has(match.itemId) ? index.rangeOf(match.itemId)?.from : undefined;
    if (start === undefined) continue;
    const style = match === current ? theme.currentMatch : theme.match;
    for (const { line, from, to } of match.ranges) {
      lines.set(start + line, [...(lines.get(start + line) ?? []), { from, to, style }]);
    }
  }
  return lines;
}
