import type { State } from '../store/state.ts';
import type { ConversationIndex } from './conversation-index.ts';
import { count } from './format.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { useServices, useStoreState } from './screen-context.tsx';
import { fitLine, wrap } from './text.ts';

export interface ConversationWindow {
  readonly top: number;
  /** Lines below the window. */
  readonly below: number;
}

/** The part of the conversation that is in view: its end, or where the user looks. */
export function ConversationPane({ region, index }: { readonly region: Region; readonly index: ConversationIndex }) {
  const { theme } = useServices();
  const items = useStoreState((state) => state.conversation.items);
  const scroll = useStoreState(({ ui }) => ui.scroll);
  index.update(items, region.width);
  if (items.length === 0) return <Lines region={region} lines={welcome(region)} />;
  const { top, below } = conversationWindow(index, { scroll, height: region.height });
  const lines = index.lines(top, top + region.height);
  if (below === 0) return <Lines region={region} lines={lines} />;
  const more = theme.dim(`↓ ${count(below + 1, 'line')} below · end goes there `);
  return <Lines region={region} lines={[...lines.slice(0, region.height - 1), fitLine('', more, region.width)]} />;
}

/** Which lines a pane of that height shows; while the user looks back, its last row says how much is below. */
export function conversationWindow(
  index: ConversationIndex,
  { scroll, height }: { readonly scroll: State['ui']['scroll']; readonly height: number },
): ConversationWindow {
  const lowest = Math.max(0, index.total() - height);
  const top = scroll === null ? lowest : Math.min(lowest, index.lineOf(scroll));
  return { top, below: lowest - top };
}

/** What stands there before anything was said. */
function welcome({ width, height }: Region): readonly string[] {
  const words = [
    'Say what is to be done. Slow commands run in the background, and their results come back by themselves.',
    '',
    '!command runs a command · &command runs it in the background · ? shows the keys',
  ];
  const lines = words.flatMap((line) => wrap(line, Math.min(76, width - 6))).map((line) => `   ${line}`);
  return lines.length < height ? ['', ...lines] : lines;
}
