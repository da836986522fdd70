/** What the mouse does on each part of the screen: the wheel scrolls what is under it, a click chooses and opens. */
import { placeOf } from '../store/selectors.ts';
import type { KeyPorts } from './key-handler.ts';
import { createMoves } from './key-moves.ts';
import type { Region } from './layout.ts';
import type { MouseEvent } from './mouse.ts';
import { screenLayout } from './screen-layout.ts';

/** Lines that one step of the wheel moves. */
const STEP = 3;

export function createMouseHandler(ports: KeyPorts): (event: MouseEvent) => void {
  const { store, size } = ports;
  const { actions } = store;
  const moves = createMoves(ports);

  function onMain(event: MouseEvent): void {
    const layout = screenLayout(store.getState(), size);
    if (layout.kind === 'too-small') return;
    const { conversation, tasks, input } = layout.regions;
    if (isIn(conversation, event)) onConversation(event, conversation);
    else if (isIn(tasks, event)) onTasks(event);
    else if (isIn(input, event)) onInput(event);
  }

  function onConversation(event: MouseEvent, region: Region): void {
    if (event.kind === 'wheel') return moves.conversation.scroll(STEP * event.by);
    const { ui } = store.getState();
    const row = event.y - region.y;
    if (ui.focus !== 'conversation') actions.focus('conversation');
    // There it says how much is below.
    if (row === region.height - 1 && ui.scroll !== null) return actions.scrollTo(null);
    const item = moves.conversation.itemInRow(row);
    if (item === undefined) return actions.chooseItem(null);
    const isHead = moves.conversation.itemInRow(row - 1)?.id !== item.id;
    if (item.id === ui.chosenItem && ui.focus === 'conversation' && isHead) moves.conversation.toggle(item);
    else actions.chooseItem(item.id);
  }

  function onTasks(event: MouseEvent): void {
    if (event.kind === 'wheel') return moves.lines(event.by, 'tasks');
    actions.focus('tasks');
  }

  function onInput(event: MouseEvent): void {
    if (event.kind === 'press') actions.focus('input');
    else if (store.getState().session.question !== null) moves.lines(event.by, 'question');
  }

  return (event) => {
    const place = placeOf(store.getState(), store.now());
    switch (place) {
      case 'log':
      case 'help':
        if (event.kind === 'wheel') moves.lines(STEP * event.by, place);
        return;
      case 'timeline':
        if (event.kind === 'wheel') moves.lines(event.by, place);
        return;
      case 'input':
      case 'conversation':
      case 'tasks':
      case 'question':
      case 'reply':
        return onMain(event);
      default:
        // What asks for an answer is answered by keys.
        return;
    }
  };
}

function isIn({ x, y, width, height }: Region, at: { readonly x: number; readonly y: number }): boolean {
  return at.x >= x && at.x < x + width && at.y >= y && at.y < y + height;
}
