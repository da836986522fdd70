/** What keys may depend on, read from the state. */
import { hasOpenStdin, isEnded } from '../background/task.ts';
import { foregroundTask } from '../store/selectors.ts';
import type { State } from '../store/state.ts';
import type { Condition, KeyContext } from './keymap.ts';
import { chosenTask } from './task-list.ts';

/** `long`: the question does not fit its room. */
export function keyContext(state: State, { long }: { readonly long: boolean }): KeyContext {
  const { ui, session, tasks } = state;
  const chosen = chosenTask(state);
  const draftEmpty = ui.editor.text === '';
  const conditions: readonly (readonly [Condition, boolean])[] = [
    ['draft empty', draftEmpty],
    ['working', session.activity.kind !== 'idle' || foregroundTask(tasks) !== undefined],
    ['foreground command', foregroundTask(tasks) !== undefined],
    ['unread', draftEmpty && session.unread.length > 0],
    ['task', chosen !== undefined],
    ['live task', chosen !== undefined && !isEnded(chosen)],
    ['open stdin', chosen !== undefined && hasOpenStdin(chosen)],
    ['long', long],
  ];
  return new Set(conditions.flatMap(([condition, holds]) => (holds ? [condition] : [])));
}
