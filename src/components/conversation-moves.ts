/** Moves over the conversation: its window, and what is chosen in it. */
import type { ShownItem } from './call-groups.ts';
import { conversationWindow, type ConversationWindow } from './conversation-window.ts';
import type { LineRange } from './conversation-index.ts';
import type { KeyPorts } from './key-handler.ts';
import type { Region } from './layout.ts';
import { opensItem } from './item-lines.ts';
import { canOpen } from './opened-lines.ts';
import { screenLayout } from './screen-layout.ts';

export interface ConversationMoves {
  /** By lines; infinitely many go to the start or the end. */
  scroll(by: number): void;
  pages(by: number): void;
  /** Chooses the item before or after the chosen one, or at first one in view, and brings it into view. */
  step(by: 1 | -1): void;
  /** Opens or closes an item: the given one, else the chosen one, else the last in view that can be opened. */
  toggle(item?: ShownItem): void;
  /** Brings lines into view. */
  reveal(range: LineRange): void;
  /** The window, of what is there now. */
  view(): ConversationWindow;
  /** The item in a row of the pane, counted from its top. */
  itemInRow(row: number): ShownItem | undefined;
}

export function createConversationMoves({
  store,
  index,
  size,
}: Pick<KeyPorts, 'store' | 'index' | 'size'>): ConversationMoves {
  const { actions } = store;

  function region(): Region {
    const layout = screenLayout(store.getState(), size);
    return layout.kind === 'too-small' ? { x: 0, y: 0, width: 1, height: 1 } : layout.regions.conversation;
  }

  function view(): ConversationWindow {
    const { ui, conversation } = store.getState();
    const { width, height } = region();
    // What came since the last frame counts already.
    index.update(conversation.items, width, { apart: ui.search !== null });
    return conversationWindow(index, { scroll: ui.scroll, rows: height });
  }

  function scrollToLine(line: number): void {
    const { top, below, height } = view();
    const next = Math.max(0, line);
    if (next >= top + below) return actions.scrollTo(null);
    const { seen } = store.getState().ui;
    const last = Math.max(seen === null ? 0 : index.lineOf(seen), Math.max(top, next) + height - 1);
    actions.scrollTo(index.anchorAt(next), index.anchorAt(Math.min(last, index.total() - 1)));
  }

  function reveal({ from, to }: LineRange): void {
    const { top, height } = view();
    if (from < top) scrollToLine(from - 1);
    else if (to > top + height) scrollToLine(Math.min(from - 1, to - height));
  }

  /** The item that is chosen, when some of it is in view. */
  function chosenInView(): { readonly item: ShownItem; readonly range: LineRange } | undefined {
    const { top, height } = view();
    const { ui } = store.getState();
    const item = index.items().findLast(({ id }) => id === ui.chosenItem);
    const range = item === undefined ? null : index.rangeOf(item.id);
    if (item === undefined || range === null || range.to <= top || range.from >= top + height) return undefined;
    return { item, range };
  }

  function lastToOpen(): ShownItem | undefined {
    const { top, height } = view();
    for (let line = top + height - 1; line >= top; line--) {
      const item = index.itemAt(line);
      if (item !== undefined && canOpen(item)) return item;
    }
    return undefined;
  }

  /** The item keeps its row, unless it needs the room above to be seen to its end, or the end is followed. */
  function toggle(item: ShownItem): void {
    const before = view();
    const row = (index.rangeOf(item.id)?.from ?? before.top) - before.top;
    const followed = store.getState().ui.scroll === null;
    actions.openItem(item.id, opensItem(item, region().width));
    const after = view();
    const range = index.rangeOf(item.id);
    if (range === null || (followed && range.from >= after.top)) return;
    scrollToLine(range.from - Math.max(0, row));
    reveal(range);
  }

  return {
    scroll: (by) => scrollToLine(view().top + by),
    pages: (by) => scrollToLine(view().top + by * Math.max(1, view().height - 2)),
    step(by) {
      const { top, height } = view();
      const items = index.items();
      const chosen = chosenInView();
      const edge = index.anchorAt(by > 0 ? top : Math.min(top + height, index.total()) - 1);
      let at = items.findLastIndex(({ id }) => id === (chosen?.item.id ?? edge?.itemId));
      if (chosen !== undefined) at += by;
      for (; at >= 0 && at < items.length; at += by) {
        const item = items[at];
        const range = item === undefined ? null : index.rangeOf(item.id);
        if (item === undefined || range === null) continue;
        actions.chooseItem(item.id);
        return reveal(range);
      }
    },
    toggle(given) {
      const item = given ?? chosenInView()?.item ?? lastToOpen();
      if (item !== undefined && canOpen(item)) toggle(item);
    },
    reveal,
    view,
    itemInRow: (row) => (row < view().height ? index.itemAt(view().top + row) : undefined),
  };
}
