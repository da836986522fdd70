/** What keys may depend on, read from the state. */
import { isEnded } from '../background/task.ts';
import { foregroundTask, isOwn } from '../store/selectors.ts';
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
    ['foreign task', chosen !== undefined && !isOwn(chosen, session)],
    ['live task', chosen !== undefined && !isEnded(chosen)],
    ['paused task', chosen?.status.phase === 'paused'],
    ['long', long],
  ];
  return new Set(conditions.flatMap(([condition, holds]) => (holds ? [condition] : [])));
}
