import type { UiPorts } from './ui-ports.ts';

export interface ExportActions {
  /** Writes the session into a file; without a name into one that is named after the session. */
  exportTo(file: string): void;
}

export interface ExportPorts extends UiPorts {
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
