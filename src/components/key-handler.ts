/** From a key press to what it does: where keys go, and what the keymap says they mean there. */
import { placeOf, type Place } from '../store/selectors.ts';
import type { Store } from '../store/store.ts';
import type { ConversationIndex } from './conversation-index.ts';
import { keyContext } from './key-context.ts';
import type { KeyPress } from './key-presses.ts';
import type { Keymap } from './keymap.ts';
import { editorOf, TYPING } from './keys/binding.ts';
import type { Size } from './layout.ts';
import { createMoves } from './key-moves.ts';
import { questionRest, screenLayout } from './screen-layout.ts';
import type { ScreenServices } from './screen-context.tsx';
import type { Terminal } from './use-terminal.ts';

export interface KeyHandler {
  press(press: KeyPress): void;
  paste(text: string): void;
}

/** What actions are done with. */
export interface KeyPorts {
  readonly store: Store;
  readonly keymap: Keymap;
  readonly terminal: Terminal;
  readonly editText: ScreenServices['editText'];
  readonly index: ConversationIndex;
  readonly size: Size;
}

export function createKeyHandler(ports: KeyPorts): KeyHandler {
  const { store, keymap, size } = ports;
  const { actions } = store;
  const moves = createMoves(ports);

  function press(pressed: KeyPress): void {
    if (pressed.kind === 'key') perform(pressed.name);
    else type(pressed.text);
  }

  /** Text goes into what is being written; elsewhere each character is a key. */
  function type(text: string): void {
    const place = placeNow();
    if (isWriting(place)) {
      if (!perform(text)) insert(text, place);
      return;
    }
    // A question is answered by one key; more at once was meant for the draft.
    if (place === 'question' && text.length > 1) return actions.edit({ type: 'insert', text });
    const [first = '', ...rest] = text;
    // What is no answer begins a draft, and so does not lead to one by its next letter.
    if (!perform(first) && place === 'question') actions.edit({ type: 'insert', text: first });
    if (rest.length > 0) type(rest.join(''));
  }

  function insert(text: string, place: Place): void {
    editorOf(place, actions)({ type: 'insert', text });
  }

  function placeNow(): Place {
    return placeOf(store.getState(), store.now());
  }

  /** Whether the key means anything here. */
  function perform(name: string): boolean {
    const state = store.getState();
    const place = placeNow();
    const layout = screenLayout(state, size);
    const long = layout.kind !== 'too-small' && questionRest(state, layout.regions.input).lowest > 0;
    const binding = keymap.bindingFor(place, name, keyContext(state, { long }));
    binding?.run({ ...ports, actions, moves, place });
    return binding !== undefined;
  }

  return {
    press,
    paste(text) {
      const place = placeNow();
      if (isWriting(place)) editorOf(place, actions)({ type: 'paste', text });
      else if (place !== 'quit' && store.getState().ui.view === 'main') actions.edit({ type: 'paste', text });
    },
  };
}

function isWriting(place: Place): boolean {
  return TYPING.includes(place);
}
