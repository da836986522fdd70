/** From a key press to the store's action: where keys go, what the table says, what that means there. */
import { placeOf, type Place } from '../store/selectors.ts';
import type { Store } from '../store/store.ts';
import type { ConversationIndex } from './conversation-index.ts';
import { keyContext } from './key-context.ts';
import type { KeyPress } from './key-presses.ts';
import { actionFor, type ActionName } from './keymap.ts';
import type { Size } from './layout.ts';
import { createMoves } from './key-moves.ts';
import { questionRest, screenLayout } from './screen-layout.ts';
import { chosenTask } from './task-list.ts';
import type { Terminal } from './use-terminal.ts';
import type { EditVerb } from '../store/editor.ts';

export interface KeyHandler {
  press(press: KeyPress): void;
  paste(text: string): void;
}

export interface KeyPorts {
  readonly store: Store;
  readonly terminal: Terminal;
  readonly index: ConversationIndex;
  readonly size: Size;
}

export function createKeyHandler(ports: KeyPorts): KeyHandler {
  const { store, terminal, size } = ports;
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
    perform(first);
    if (rest.length > 0) type(rest.join(''));
  }

  function insert(text: string, place: Place): void {
    if (place === 'reply') actions.editReply({ type: 'insert', text });
    else actions.edit({ type: 'insert', text });
  }

  function placeNow(): Place {
    return placeOf(store.getState(), store.now());
  }

  /** Whether the key means anything here. */
  function perform(name: string): boolean {
    const state = store.getState();
    const place = placeNow();
    const layout = screenLayout(state, size);
    const long = layout.kind !== 'too-small' && questionRest(state, layout.regions.input) > 0;
    const action = actionFor(place, name, keyContext(state, { long }));
    if (action === undefined) return false;
    run(action, place);
    return true;
  }

  function run(action: ActionName, place: Place): void {
    switch (action) {
      case 'send':
        return actions.submit();
      case 'interrupt':
        return actions.interrupt();
      case 'to background':
        return actions.moveToBackground();
      case 'next place':
        return moves.place(1);
      case 'previous place':
        return moves.place(-1);
      case 'to input':
        return actions.focus('input');
      case 'up':
        return moves.lines(-1, place);
      case 'down':
        return moves.lines(1, place);
      case 'page up':
        return moves.pages(-1, place);
      case 'page down':
        return moves.pages(1, place);
      case 'to start':
        return moves.lines(-Infinity, place);
      case 'to end':
        return moves.lines(Infinity, place);
      case 'pan left':
        return actions.panLog(-PAN_COLUMNS);
      case 'pan right':
        return actions.panLog(PAN_COLUMNS);
      case 'open log':
        return withChosen(actions.openLog);
      case 'stop task':
        return withChosen(actions.stopTask);
      case 'adopt task':
        return withChosen(actions.adoptTask);
      case 'pause task':
        return withChosen(actions.pauseTask);
      case 'resume task':
        return withChosen(actions.resumeTask);
      case 'run again':
        return withChosen(actions.rerunTask);
      case 'follow':
        return actions.toggleFollow(moves.bodyHeight());
      case 'back':
        return actions.closeView();
      case 'help':
        return actions.showHelp();
      case 'answer once':
        return actions.answer('once');
      case 'answer session':
        return actions.answer('session');
      case 'answer no':
        return actions.startReply();
      case 'send reply':
        return actions.sendReply();
      case 'cancel reply':
        return actions.cancelReply();
      case 'quit keeping':
        return actions.quitNow('keep');
      case 'quit stopping':
        return actions.quitNow('stop');
      case 'cancel':
        return actions.cancel();
      case 'quit':
        return actions.quit();
      case 'leave':
        return actions.leave();
      case 'redraw':
        return terminal.redraw();
      case 'suspend':
        return terminal.suspend();
      default:
        return editBy(action, place);
    }
  }

  function editBy(action: `edit ${EditVerb}`, place: Place): void {
    const command = { type: action.slice('edit '.length) as EditVerb };
    if (place === 'reply') actions.editReply(command);
    else actions.edit(command);
  }

  function withChosen(act: (id: string) => void): void {
    const task = chosenTask(store.getState());
    if (task !== undefined) act(task.id);
  }

  return {
    press,
    paste(text) {
      const place = placeNow();
      if (isWriting(place)) insert(text, place);
      else if (place !== 'quit' && store.getState().ui.view === 'main') actions.edit({ type: 'insert', text });
    },
  };
}

const PAN_COLUMNS = 20;

function isWriting(place: Place): boolean {
  return place === 'input' || place === 'reply';
}
