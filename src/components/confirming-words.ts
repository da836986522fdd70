/** What the program asks about a task, on the bottom line. */
import type { State } from '../store/state.ts';
import { taskName } from './task-lines.ts';

/** `Press x again to stop npm test`; nothing when nothing is asked. */
export function confirmingWords({ ui: { confirming }, tasks }: State): string | null {
  if (confirming?.kind !== 'stop' && confirming?.kind !== 'rerun') return null;
  const task = tasks.byId[confirming.id];
  if (task === undefined) return null;
  const name = taskName(task);
  if (confirming.kind === 'stop') return `Press x again to stop ${name}`;
  return `It has not ended. Press r again to start a second ${name}`;
}
