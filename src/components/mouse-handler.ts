/** What the mouse does on each part of the screen: the wheel scrolls what is under it, a click chooses and opens. */
import { placeOf } from '../store/selectors.ts';
import type { KeyPorts } from './key-handler.ts';
import { createMoves } from './key-moves.ts';
import type { Region } from './layout.ts';
import { chosenTask, listTasks, markedTask } from './listed-tasks.ts';
import type { MouseEvent } from './mouse.ts';
import type { State } from '../store/state.ts';
import { paneRows, stripRows } from './task-list.ts';
import { createTheme } from './theme.ts';
import { todoLines } from './todo-lines.ts';
import { screenLayout } from './screen-layout.ts';

/** Lines that one step of the wheel moves. */
const STEP = 3;

/** `calm`: nothing moves by itself, as the list of tasks is drawn. */
export function createMouseHandler(ports: KeyPorts & { readonly calm?: boolean }): (event: MouseEvent) => void {
  const { store, size, keymap, calm = false } = ports;
  const theme = createTheme({ colours: false });
  const { actions } = store;
  const moves = createMoves(ports);

  function onMain(event: MouseEvent): void {
    const layout = screenLayout(store.getState(), size);
    if (layout.kind === 'too-small') return;
    const { conversation, tasks, input } = layout.regions;
    if (isIn(conversation, event)) onConversation(event, conversation);
    else if (isIn(tasks, event)) onTasks(event, { as: layout.kind === 'wide' ? 'pane' : 'strip', region: tasks });
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

  /** The task under the pointer is chosen; the chosen one is opened. Letters go on into the draft. */
  function onTasks(
    event: MouseEvent,
    { as, region }: { readonly as: 'pane' | 'strip'; readonly region: Region },
  ): void {
    if (event.kind === 'wheel') return moves.lines(event.by, 'tasks');
    const state = store.getState();
    const id = taskInRow(event.y - region.y, { as, region, state });
    const { focus, selected } = state.ui;
    const isChosen = focus === 'tasks' ? chosenTask(state)?.id === id : selected === id;
    if (id === undefined) return;
    if (isChosen) actions.openLog(id);
    else actions.select(id);
  }

  function taskInRow(
    row: number,
    { as, region, state }: { readonly as: 'pane' | 'strip'; readonly region: Region; readonly state: State },
  ) {
    const todos = as === 'pane' ? todoLines(state.session.todos, { ...region, theme }).length : 0;
    const listed = { ...region, height: region.height - todos };
    if (row >= listed.height) return undefined;
    const options = {
      list: listTasks(state),
      state: state.tasks,
      ledger: state.ledger,
      session: state.session.info,
      region: listed,
      selected: markedTask(state),
      now: store.now(),
      theme,
      usage: store.usage.get(),
      calm,
      keyOfEnded: keymap.keyOf('show ended', 'tasks'),
    };
    return (as === 'pane' ? paneRows(options) : stripRows(options))[row]?.id;
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
      case 'ledger':
        if (event.kind === 'wheel') moves.lines(event.by, place);
        return;
      case 'chooser':
        if (event.kind === 'wheel') actions.moveInChooser(event.by);
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
