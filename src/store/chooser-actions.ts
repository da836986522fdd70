/** What the user can do with a list to choose from. */
import { chosenItem, createChooser, editChooser, moveChooser, type ChooserItem, type ChooserKind } from './chooser.ts';
import type { EditCommand } from './editor.ts';
import type { UiPorts } from './ui-ports.ts';

export interface ChooserActions {
  openChooser(kind: ChooserKind, items: readonly ChooserItem[]): void;
  editChooser(command: EditCommand): void;
  moveInChooser(by: number): void;
  /** Closes the list; says what was chosen in it, if anything. */
  closeChooser(): ChooserItem | undefined;
}

export function createChooserActions({ store, act }: UiPorts): ChooserActions {
  const chooser = () => store.getState().ui.chooser;
  return {
    openChooser: (kind, items) => act({ chooser: createChooser(kind, items) }),
    editChooser(command) {
      const open = chooser();
      if (open !== null) act({ chooser: editChooser(open, command) });
    },
    moveInChooser(by) {
      const open = chooser();
      if (open !== null) act({ chooser: moveChooser(open, by) });
    },
    closeChooser() {
      const open = chooser();
      act({ chooser: null });
      return open === null ? undefined : chosenItem(open);
    },
  };
}
