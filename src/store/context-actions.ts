/** What the user does about the model's context, and what it has cost. */
import type { StoreApi } from 'zustand/vanilla';
import type { Session } from '../agent/session-contract.ts';
import { append } from './items.ts';
import { mcpWords } from './mcp-words.ts';
import { spendingWords } from './spending-words.ts';
import type { State } from './state.ts';
import type { UiState } from './ui-state.ts';

export interface ContextActions {
  /** Tells what the session has used, in the conversation; the model does not hear of it. */
  showCost(): void;
  /** Tells how the MCP servers stand. */
  showMcp(): void;
}

export function createContextActions({
  session,
  store,
  act,
}: {
  readonly session: Session;
  readonly store: StoreApi<State>;
  act(change: Partial<UiState>): void;
}): ContextActions {
  const note = (text: string) => {
    act({ scroll: null, seen: null });
    store.setState(({ conversation }) => ({ conversation: append(conversation, { kind: 'note', text }) }));
  };
  return {
    showCost: () => note(spendingWords(store.getState())),
    showMcp: () => note(mcpWords(session.mcpServers())),
  };
}
