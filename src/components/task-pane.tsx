import { isEnded } from '../background/task.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { markedTask, listTasks } from './listed-tasks.ts';
import { useNow, useServices, useStoreState, useUsage } from './screen-context.tsx';
import { ROOM_FOR_ACTIVITY } from './task-lines.ts';
import { todoLines } from './todo-lines.ts';
import { anyTicks, paneRows, stripRows } from './task-list.ts';

/** The tasks: a pane beside the conversation, or a strip below it. */
export function TaskPane({ region, as }: { readonly region: Region; readonly as: 'pane' | 'strip' }) {
  const { theme, links, keymap, calm = false } = useServices();
  const tasks = useStoreState((state) => state.tasks);
  const session = useStoreState((state) => state.session);
  const ledger = useStoreState((state) => state.ledger);
  const pane = useStoreState(({ ui }) => ui.pane);
  const focus = useStoreState(({ ui }) => ui.focus);
  const chosen = useStoreState(({ ui }) => ui.selected);
  const state = { tasks, session, ledger, ui: { pane, focus, selected: chosen, log: null } };
  const list = listTasks(state);
  const now = useNow(anyTicks(list.shown));
  const usage = useUsage(
    !calm && (as === 'pane' || region.width > ROOM_FOR_ACTIVITY) && list.shown.some((task) => !isEnded(task)),
  );
  const selected = markedTask(state);
  const keyOfEnded = keymap.keyOf('show ended', 'tasks');
  const todos = as === 'pane' ? todoLines(session.todos, { ...region, theme }) : [];
  const listed = { ...region, height: region.height - todos.length };
  const options = {
    list,
    state: tasks,
    ledger,
    session: session.info,
    region: listed,
    selected,
    now,
    theme,
    usage,
    links,
    calm,
    keyOfEnded,
  };
  if (as === 'strip') return <Lines region={region} lines={stripRows(options).map(({ text }) => text)} />;
  const lines = paneRows(options)
    .slice(0, listed.height)
    .map(({ text }) => text);
  const blank = todos.length === 0 ? [] : Array.from({ length: listed.height - lines.length }, () => '');
  return <Lines region={region} lines={[...lines, ...blank, ...todos]} />;
}
