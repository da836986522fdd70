/** What the actions of each part of the screen work on. */
import type { StoreApi } from 'zustand/vanilla';
import type { Session } from '../agent/session-contract.ts';
import type { State } from './state.ts';
import type { UiState } from './ui-state.ts';

export interface UiPorts {
  readonly store: StoreApi<State>;
  /** Changes what the user looks at, and takes back what the action before had said or asked. */
  act(change: Partial<UiState>): void;
}

export interface SessionUiPorts extends UiPorts {
  readonly session: Session;
}
