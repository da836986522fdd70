/** Whether something is still under way. Pure. */
import { isEnded } from '../background/task.ts';
import type { Settings } from '../config/settings.ts';
import { allTasks, isOwn } from '../store/selectors.ts';
import type { State } from '../store/state.ts';

/** The model or a `!command` works, or a prompt waits. */
export function isWorking({ session, conversation }: State): boolean {
  const isInShell = conversation.items.some(
    (item) => item.kind === 'shell' && !item.background && item.state === 'running',
  );
  return session.activity.kind !== 'idle' || session.queued.length > 0 || isInShell;
}

/** Also a task that ends by itself, and an end that will wake the model. */
export function goesOn(state: State, wake: Settings['wake']): boolean {
  const { tasks, session, ledger } = state;
  const isAwaited = allTasks(tasks).some(
    (task) => isOwn(task, session) && !isEnded(task) && task.spec.timeLimit !== null,
  );
  const willWake =
    wake === 'auto' &&
    ledger.entries.some(({ told, held, taskId }) => told === null && !held && !ledger.muted.includes(taskId));
  return isWorking(state) || isAwaited || willWake;
}
