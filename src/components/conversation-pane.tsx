import type { State } from '../store/state.ts';
import type { ConversationIndex } from './conversation-index.ts';
import { count } from './format.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { useServices, useStoreState } from './screen-context.tsx';
import { welcomeLines } from './welcome-lines.ts';
import { fitLine } from './text.ts';

export interface ConversationWindow {
  readonly top: number;
  /** Lines below the window. */
  readonly below: number;
  /** Lines that are shown. */
  readonly height: number;
}

/** The part of the conversation that is in view: its end, or where the user looks. */
export function ConversationPane({ region, index }: { readonly region: Region; readonly index: ConversationIndex }) {
  const { theme } = useServices();
  const items = useStoreState((state) => state.conversation.items);
  const scroll = useStoreState(({ ui }) => ui.scroll);
  const offline = useStoreState(({ session }) => session.info?.provider === 'offline');
  index.update(items, region.width);
  if (items.length === 0)
    return <Lines region={region} lines={welcomeLines({ width: region.width, theme, offline })} />;
  const { top, below, height } = conversationWindow(index, { scroll, rows: region.height });
  const lines = index.lines(top, top + height);
  if (below === 0) return <Lines region={region} lines={lines} />;
  const more = theme.dim(`↓ ${count(below, 'line')} below · pagedown `);
  return <Lines region={region} lines={[...lines, fitLine('', more, region.width)]} />;
}

/**
 * Which lines a pane of so many rows shows. Its last row is kept free of them: a breath before what follows, and the
 * place for words about what is below while the user looks back.
 */
export function conversationWindow(
  index: ConversationIndex,
  { scroll, rows }: { readonly scroll: State['ui']['scroll']; readonly rows: number },
): ConversationWindow {
  const height = Math.max(1, rows - 1);
  const lowest = Math.max(0, index.total() - height);
  const top = scroll === null ? lowest : Math.min(lowest, index.lineOf(scroll));
  return { top, below: lowest - top, height };
}
