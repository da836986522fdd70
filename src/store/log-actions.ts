/** What the user can do with an open log. `height`: the lines that are shown of it. */
import type { TaskId } from '../background/task.ts';
import type { LogReader } from './log-reader.ts';
import { scrollLogView, toggleFollow } from './log-view.ts';
import type { LogView } from './ui-state.ts';
import type { UiPorts } from './ui-ports.ts';

export interface LogActions {
  openLog(id: TaskId): void;
  scrollLog(by: number, height: number): void;
  /** To the first line there is, or to the end, to follow it. */
  jumpInLog(to: 'start' | 'end'): void;
  /** Moves the window sideways, by columns. */
  panLog(by: number): void;
  /** Follows what is printed, or stays where it is. */
  toggleFollow(height: number): void;
}

/** How near to what is held the window may come before more is read, in lines. */
const MARGIN = 50;

export function createLogActions({
  store,
  logReader,
  act,
}: UiPorts & {
  readonly logReader: LogReader;
}): Omit<LogActions, 'openLog'> {
  function change(next: (log: LogView) => LogView): LogView | null {
    const { log } = store.getState().ui;
    const changed = log === null ? null : next(log);
    act({ log: changed });
    return changed;
  }

  return {
    scrollLog(by, height) {
      const log = change((view) => scrollLogView(view, { by, height }));
      if (log === null) return;
      if (log.top === null) logReader.refresh();
      else if (log.top <= MARGIN) logReader.earlier();
      else if (log.top + height >= log.lines.length - MARGIN) logReader.later();
    },
    jumpInLog(to) {
      const log = change((view) => ({ ...view, top: to === 'start' ? 0 : null }));
      if (log === null) return;
      if (to === 'start') logReader.start();
      else logReader.refresh();
    },
    panLog(by) {
      change((view) => ({ ...view, left: Math.max(0, view.left + by) }));
    },
    toggleFollow(height) {
      change((view) => toggleFollow(view, height));
      logReader.refresh();
    },
  };
}
