import { useMemo } from 'react';
import { allTasks } from '../store/selectors.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { useNow, useServices, useStoreState } from './screen-context.tsx';
import { sortTasks } from './task-lines.ts';
import { anyTicks, paneLines, stripLines } from './task-list.ts';

/** The tasks: a pane beside the conversation, or a strip below it. */
export function TaskPane({ region, as }: { readonly region: Region; readonly as: 'pane' | 'strip' }) {
  const { theme } = useServices();
  const state = useStoreState((all) => all.tasks);
  const selected = useStoreState(({ ui }) => (ui.focus === 'tasks' ? ui.selected : undefined));
  const session = useStoreState((all) => all.session.info);
  const tasks = useMemo(() => sortTasks(allTasks(state)), [state]);
  const now = useNow(anyTicks(tasks));
  const chosen = selected === undefined ? null : (selected ?? tasks[0]?.id ?? null);
  const options = { tasks, state, session, region, selected: chosen, now, theme };
  return <Lines region={region} lines={as === 'pane' ? paneLines(options) : stripLines(options)} />;
}
