import type { StoreApi } from 'zustand/vanilla';
import type { State } from './state.ts';
import type { UiState } from './ui-state.ts';

export interface ExportActions {
  /** Writes the session into a file; without a name into one that is named after the session. */
  exportTo(file: string): void;
}

export interface ExportPorts {
  readonly store: StoreApi<State>;
  act(change: Partial<UiState>): void;
  exportSession(file: string): Promise<string>;
}

export function createExportActions({ store, act, exportSession }: ExportPorts): ExportActions {
  return {
    exportTo(file) {
      act({ hint: 'Exporting…' });
      // What was asked meanwhile stays asked.
      void exportSession(file).then((hint) => store.setState(({ ui }) => ({ ui: { ...ui, hint } })));
    },
  };
}
