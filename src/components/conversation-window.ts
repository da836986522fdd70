/** Which lines of the conversation are in view. */
import type { ScrollAnchor } from '../store/ui-state.ts';
import type { ConversationIndex } from './conversation-index.ts';

export interface ConversationWindow {
  readonly top: number;
  /** Lines below the window. */
  readonly below: number;
  /** Lines that are shown. */
  readonly height: number;
}

/**
 * Which lines a pane of so many rows shows. Its last row is kept free of them: a breath before what follows, and the
 * place for words about what is below while the user looks back.
 */
export function conversationWindow(
  index: ConversationIndex,
  { scroll, rows }: { readonly scroll: ScrollAnchor | null; readonly rows: number },
): ConversationWindow {
  const height = Math.max(1, rows - 1);
  const lowest = Math.max(0, index.total() - height);
  const top = scroll === null ? lowest : Math.min(lowest, index.lineOf(scroll));
  return { top, below: lowest - top, height };
}

/** How many lines came after the last one that was seen. */
export function newLines(index: ConversationIndex, seen: ScrollAnchor | null): number {
  return seen === null ? 0 : Math.max(0, index.total() - 1 - index.lineOf(seen));
}
