/** What the user does about the model's context, and what it has cost. */
import type { StoreApi } from 'zustand/vanilla';
import { append } from './items.ts';
import { spendingWords } from './spending-words.ts';
import type { State, UiState } from './state.ts';

export interface ContextActions {
  /** Tells what the session has used, in the conversation; the model does not hear of it. */
  showCost(): void;
}

export function createContextActions({
  store,
  act,
}: {
  readonly store: StoreApi<State>;
  act(change: Partial<UiState>): void;
}): ContextActions {
  return {
    showCost() {
      act({ scroll: null, seen: null });
      store.setState((state) => ({
        conversation: append(state.conversation, { kind: 'note', text: spendingWords(state) }),
      }));
    },
  };
}
