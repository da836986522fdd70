/** What goes from one session of the program into the next. */
import type { Task, TaskId } from '../background/task.ts';
import type { NextSession } from '../store/session-actions.ts';
import type { SessionState } from '../store/state.ts';
import type { OpenedSession } from './opened-session.ts';
import type { SessionSetup } from './session-setup.ts';

/** Tasks of the session before that are the next one's from now on. */
export interface InheritedTasks {
  readonly running: readonly TaskId[];
  readonly waiting: readonly Task[];
}

export const NOTHING: InheritedTasks = { running: [], waiting: [] };

/** Ends the session; what runs goes on. A new conversation inherits its tasks, another one does not. */
export async function leaveSession({ session, tasks }: SessionSetup, next: NextSession): Promise<InheritedTasks> {
  if (next.kind !== 'clear') {
    await session.close('keep');
    return NOTHING;
  }
  const waiting = tasks
    .list()
    .filter(
      ({ spec, status }) => spec.sessionId === session.id && status.phase === 'queued' && spec.hosted === undefined,
    );
  // They go on waiting elsewhere: nothing is to be told of them here.
  for (const { id } of waiting) tasks.withdraw(id);
  await session.close('keep');
  const left = new Set(waiting.map(({ id }) => id));
  const isInherited = (id: TaskId) => !left.has(id) && tasks.get(id)?.spec.hosted === undefined;
  return { running: session.unfinished().filter(isInherited), waiting };
}

/** The model that the user chose is asked in the next session too. */
export function keepModel({ model, effort, thinking }: SessionState, { setup, store }: OpenedSession): void {
  const { session } = store.getState();
  if (session.model !== model || session.effort !== effort) setup.session.chooseModel(model, effort);
  if (session.thinking !== thinking) setup.session.chooseThinking(thinking);
}
