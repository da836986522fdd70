/** What the user does with the conversation as it was said: look back, choose something in it, open it. */
import { replaceAt } from './items.ts';
import { groupIdOf } from './item.ts';
import { createEditor, edit, type EditCommand } from './editor.ts';
import type { ConversationSearch, ScrollAnchor } from './ui-state.ts';
import type { UiPorts } from './ui-ports.ts';
import { MAIN_ALONE } from './views.ts';

export interface ConversationActions {
  /**
   * The line at the top of the conversation; `null` follows the end. `seen`: the last line that was in view, after
   * which everything is new.
   */
  scrollTo(anchor: ScrollAnchor | null, seen?: ScrollAnchor | null): void;
  /** The item that keys are about; `null`: none. */
  chooseItem(id: number | null): void;
  /** Begins to write what is searched for, with what was searched for last or is given. */
  startSearch(text?: string): void;
  editSearch(command: EditCommand): void;
  /** The match that is looked at; ends the writing. */
  searchAt(at: ConversationSearch['at']): void;
  endSearch(): void;
  /** Shows all of an item, or its line alone; of a group of calls, each of them or their sum. */
  openItem(id: number, open: boolean): void;
}

export function createConversationActions({ store, act }: UiPorts): ConversationActions {
  return {
    scrollTo: (scroll, seen = null) => act({ scroll, seen: scroll === null ? null : seen }),
    chooseItem: (chosenItem) => act({ chosenItem }),
    startSearch(text = '') {
      const editor = edit(createEditor(), { type: 'insert', text });
      act({ ...MAIN_ALONE, focus: 'conversation', search: { editor, typing: true, at: null } });
    },
    editSearch(command) {
      const { search } = store.getState().ui;
      if (search === null) return;
      const editor = edit(search.editor, command);
      // It is one line.
      act({ search: { ...search, editor: { ...editor, text: editor.text.replaceAll('\n', ' ') } } });
    },
    searchAt(at) {
      const { search } = store.getState().ui;
      if (search !== null) act({ search: { ...search, typing: false, at } });
    },
    endSearch: () => act({ search: null }),
    openItem(id, open) {
      act({ chosenItem: id });
      store.setState(({ conversation }) => {
        const index = conversation.items.findLastIndex((item) => item.id === id || groupIdOf(item.id) === id);
        const item = conversation.items[index];
        if (item?.kind !== 'tool' && item?.kind !== 'thinking' && item?.kind !== 'shell') return {};
        const { id: itemId, ...content } = item;
        return {
          conversation: replaceAt(conversation, index, {
            ...content,
            ...(itemId === id ? { open } : { spread: open }),
          }),
        };
      });
    },
  };
}
