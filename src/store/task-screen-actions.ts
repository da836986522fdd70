/** The screen of a task that has a terminal, in the place of its log. */
import type { Task } from '../background/task.ts';
import type { LogPorts } from './log-outside-actions.ts';
import type { UiPorts } from './ui-ports.ts';

export interface TaskScreenActions {
  /** Shows the screen, or the lines of the log. */
  toggleTaskScreen(): void;
  /** Draws the open screen anew; while that goes on, once more afterwards at most. */
  refreshTaskScreen(): void;
}

export function createTaskScreenActions({
  store,
  ports,
  act,
}: UiPorts & {
  readonly ports: Pick<LogPorts, 'screen'>;
}): TaskScreenActions {
  let busy = false;
  let again = false;

  function openTask(): Task | undefined {
    const { ui, tasks } = store.getState();
    return ui.log === null || ui.log.screen === null ? undefined : tasks.byId[ui.log.taskId];
  }

  async function refresh(): Promise<void> {
    const task = openTask();
    if (task === undefined) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    const screen = await ports.screen(task.logFolder).catch(() => []);
    busy = false;
    if (openTask()?.id === task.id)
      store.setState(({ ui }) => ({ ui: { ...ui, log: ui.log === null ? null : { ...ui.log, screen } } }));
    if (!again) return;
    again = false;
    await refresh();
  }

  return {
    toggleTaskScreen() {
      const { log } = store.getState().ui;
      if (log === null) return;
      act({ log: { ...log, screen: log.screen === null ? [] : null } });
      void refresh();
    },
    refreshTaskScreen: () => void refresh(),
  };
}
