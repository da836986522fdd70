/** From one match of a search in the conversation to the next. */
import type { KeyPorts } from './key-handler.ts';
import type { ConversationMoves } from './conversation-moves.ts';
import { currentMatch } from './search-view.ts';

export interface SearchMoves {
  /** Ends typing, at the last match in view or above it. */
  confirm(): void;
  /** Goes round at the ends. */
  step(by: 1 | -1): void;
}

export function createSearchMoves(
  { store, index }: Pick<KeyPorts, 'store' | 'index'>,
  conversation: Pick<ConversationMoves, 'view' | 'reveal'>,
): SearchMoves {
  const { actions } = store;

  function found() {
    conversation.view();
    const { search } = store.getState().ui;
    return search === null ? [] : index.find(search.editor.text);
  }

  function goTo(at: number): void {
    const matches = found();
    const match = matches[(at + matches.length) % Math.max(1, matches.length)];
    if (match === undefined) return;
    const nth = matches.filter(({ itemId }) => itemId === match.itemId).indexOf(match);
    actions.searchAt({ itemId: match.itemId, nth });
    const line = lineOf(match);
    conversation.reveal({ from: line, to: line + 1 });
  }

  function lineOf({ itemId, ranges }: ReturnType<typeof found>[number]): number {
    return (index.rangeOf(itemId)?.from ?? 0) + (ranges[0]?.line ?? 0);
  }

  return {
    confirm() {
      const { search } = store.getState().ui;
      if (search === null || search.editor.text.trim() === '') return actions.endSearch();
      actions.searchAt(null);
      const { top, height } = conversation.view();
      const matches = found();
      const above = matches.findLastIndex((match) => lineOf(match) < top + height);
      goTo(Math.max(0, above));
    },
    step(by) {
      const { search } = store.getState().ui;
      if (search === null) return;
      const current = currentMatch(found(), search);
      goTo(current === -1 && by < 0 ? -1 : current + by);
    },
  };
}
