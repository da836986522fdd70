/** From a key press to what it does: where keys go, and what the keymap says they mean there. */
import { placeOf, type Place } from '../store/selectors.ts';
import type { State } from '../store/state.ts';
import type { Store } from '../store/store.ts';
import type { AnswerGuard } from './answer-guard.ts';
import type { ConversationIndex } from './conversation-index.ts';
import { keyContext } from './key-context.ts';
import { shownKey } from './key-names.ts';
import { keyOfText, type KeyPress } from './key-presses.ts';
import type { Keymap } from './keymap.ts';
import { editorOf, TYPING } from './keys/binding.ts';
import type { Size } from './layout.ts';
import { createMoves } from './key-moves.ts';
import { questionRest, screenLayout } from './screen-layout.ts';
import type { ScreenServices } from './screen-context.tsx';
import type { Terminal } from './use-terminal.ts';

export interface KeyHandler {
  /** `alone`: nothing else was typed together with it. */
  press(press: KeyPress, alone: boolean): void;
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

/** What became of a key: it has no meaning there, or one that it was refused. */
type Performed = 'done' | 'unbound' | 'refused' | 'early';

export function createKeyHandler(ports: KeyPorts, guard: AnswerGuard): KeyHandler {
  const { store, keymap, size } = ports;
  const { actions } = store;
  const moves = createMoves(ports);

  function press(pressed: KeyPress, alone: boolean): void {
    if (pressed.kind === 'key') perform(pressed.name, alone);
    else type(pressed.text, alone);
  }

  /** Text goes into what is being written; elsewhere each character is a key. */
  function type(text: string, alone: boolean): void {
    const place = placeNow();
    if (isWriting(place)) {
      if (perform(text, alone) === 'unbound') insert(text, place);
      return;
    }
    // One key was held down, or several letters are no keys but text.
    const letters = [...text];
    if (BESIDE_INPUT.includes(place) && new Set(letters).size > 1) return draft(text);
    const [first = '', ...rest] = letters;
    const performed = perform(first, alone);
    // What is no answer begins a draft, and so does not lead to one by its next letter.
    if (place === 'question' && (performed === 'unbound' || performed === 'refused')) return draft(text);
    // Whoever types what is no key there means the draft.
    if (BESIDE_INPUT.includes(place) && performed === 'unbound' && !keymap.isKeyOf(place, first)) {
      actions.focus('input');
      return draft(text);
    }
    if (rest.length > 0 && performed !== 'refused') type(rest.join(''), alone);
  }

  function insert(text: string, place: Place): void {
    if (place !== 'input') return editorOf(place, actions)({ type: 'insert', text });
    draft(text);
  }

  function draft(text: string): void {
    actions.edit({ type: 'insert', text: guard.takeLetters(store.now()) + text });
  }

  function placeNow(): Place {
    return placeOf(store.getState(), store.now());
  }

  function perform(name: string, alone: boolean): Performed {
    const state = store.getState();
    const place = placeNow();
    const layout = screenLayout(state, size);
    const long = layout.kind !== 'too-small' && questionRest(state, layout.regions.input).lowest > 0;
    const binding = keymap.bindingFor(place, name, keyContext(state, { long }));
    if (binding === undefined) return 'unbound';
    if (binding.alone === true && !alone)
      return refuse(`${shownKey(name)} came together with other keys: press it alone.`);
    const askedAt = askedAtOf(place, state);
    if (binding.alone === true && askedAt !== null && guard.isEarly(name, { askedAt, now: store.now() })) {
      refuse(`That was just asked: press ${shownKey(name)} again to answer.`);
      return 'early';
    }
    binding.run({ ...ports, actions, moves, place });
    return 'done';
  }

  function refuse(sentence: string): 'refused' {
    actions.remark(sentence);
    return 'refused';
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

/**
 * Whether that text is a key that, where the keys are now, does what takes more than a look to undo. Such a key waits a
 * moment for what may come with it.
 */
export function isDeliberate(text: string, { store, keymap }: Pick<KeyPorts, 'store' | 'keymap'>): boolean {
  const state = store.getState();
  const context = keyContext(state, { long: false });
  return keymap.bindingFor(placeOf(state, store.now()), keyOfText(text), context)?.alone === true;
}

/** Places beside the draft, where letters are keys. */
const BESIDE_INPUT: readonly Place[] = ['question', 'tasks', 'conversation'];

/** When that which is asked there came up, in milliseconds. */
function askedAtOf(place: Place, { session, ui }: State): number | null {
  if (place === 'question') return session.question?.askedAt ?? null;
  return place === 'quit' && ui.confirming?.kind === 'quit' ? ui.confirming.since : null;
}

function isWriting(place: Place): boolean {
  return TYPING.includes(place);
}
