import type { ConversationIndex, LineRange } from './conversation-index.ts';
import { conversationWindow, newLines } from './conversation-window.ts';
import { count } from './format.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { searchedLines, searchLine } from './search-view.ts';
import { useNow, useServices, useStoreState } from './screen-context.tsx';
import { fitLine, padEnd } from './text.ts';
import type { Theme } from './theme.ts';
import { WelcomePane } from './welcome-pane.tsx';

/** The part of the conversation that is in view: its end, or where the user looks. */
export function ConversationPane({ region, index }: { readonly region: Region; readonly index: ConversationIndex }) {
  const { theme } = useServices();
  const items = useStoreState((state) => state.conversation.items);
  const scroll = useStoreState(({ ui }) => ui.scroll);
  const seen = useStoreState(({ ui }) => ui.seen);
  const chosen = useStoreState(({ ui }) => (ui.focus === 'conversation' ? ui.chosenItem : null));
  const search = useStoreState(({ ui }) => ui.search);
  useNow(items.some((item) => item.kind === 'tool' && item.state === 'running'));
  index.update(items, region.width, { apart: search !== null });
  if (items.length === 0) return <WelcomePane region={region} />;
  const { top, below, height } = conversationWindow(index, { scroll, rows: region.height });
  const range = chosen === null ? null : index.rangeOf(chosen);
  const lines = index
    .lines(top, top + height)
    .map((line, row) => (has(range, top + row) ? marked(line, { theme, width: region.width }) : line));
  if (search !== null) {
    const found = searchedLines(lines, { top, index, search, theme });
    const blank = Array.from({ length: Math.max(0, region.height - 1 - lines.length) }, () => '');
    const words = searchLine({ index, search, theme }, region.width);
    return <Lines region={region} lines={[...found, ...blank, words]} />;
  }
  if (below === 0) return <Lines region={region} lines={lines} />;
  const blank = Array.from({ length: Math.max(0, height - lines.length) }, () => '');
  const words = belowWords({ below, fresh: newLines(index, seen), theme });
  return <Lines region={region} lines={[...lines, ...blank, fitLine('', `${words} `, region.width)]} />;
}

function has(range: LineRange | null, line: number): boolean {
  return range !== null && line >= range.from && line < range.to;
}

/** Every line of an item begins with a free column. */
function marked(line: string, { theme, width }: { readonly theme: Theme; readonly width: number }): string {
  return theme.chosenRow(padEnd(theme.accent('▎') + withoutFirst(line), width));
}

/** The styles that it begins with stay. */
function withoutFirst(line: string): string {
  return line.replace(/^((?:\u001B\[[\d;]*m)*)./, '$1');
}

function belowWords({ below, fresh, theme }: { below: number; fresh: number; theme: Theme }): string {
  const more = theme.dim(`↓ ${count(below, 'line')} below`);
  return fresh === 0 ? more : `${theme.accent(`${count(fresh, 'new line')}`)} ${theme.dim('·')} ${more}`;
}
