/** What the program asks, on the bottom line. */
import type { State } from '../store/state.ts';
import type { Keymap } from './keymap.ts';
import { taskName } from './task-lines.ts';

/** `Stop npm test? enter or y to confirm`; nothing when nothing is asked. */
export function confirmingWords(
  { ui: { confirming, quitting }, tasks }: State,
  { keyOf }: Pick<Keymap, 'keyOf'>,
): string | null {
  if (confirming?.kind === 'leave') return `Press ${keyOf('leave')} again to quit.`;
  if (quitting) return `Stopping the tasks, then quitting. ${keyOf('quit sooner', 'quit')} quits at once.`;
  if (confirming?.kind !== 'stop' && confirming?.kind !== 'rerun') return null;
  const task = tasks.byId[confirming.id];
  if (task === undefined) return null;
  const name = taskName(task);
  const keys = `${keyOf('confirm')} or y to confirm`;
  return confirming.kind === 'stop'
    ? `Stop ${name}? ${keys}`
    : `${name} is still running. Start it a second time? ${keys}`;
}
