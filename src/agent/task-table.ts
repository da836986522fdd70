/**
 * Where its tasks stand, for a model that comes back to them: after a session was taken up again it would otherwise
 * have to remember what it started (FIELD D6). Ends are not told here but by their notices.
 */
import { isStoppable, type Task, type TaskId } from '../background/task.ts';
import type { UserBlock } from './messages.ts';
import { sealed, WORD } from './notice.ts';
import { nameWords, stateWords } from './tools/task-words.ts';

export interface TaskTableOptions {
  readonly sessionId: string;
  readonly since: number;
  readonly now: number;
  /** Why the table is there, in a sentence. */
  readonly why?: string;
  /** Tasks of which something is to be told yet, though they may have ended. */
  readonly unread?: ReadonlySet<TaskId>;
}

/** The tasks of a session that began before `since` and go on; nothing when there are none. Times as in `Task`. */
export function taskTable(tasks: readonly Task[], options: TaskTableOptions): UserBlock | undefined {
  const { sessionId, since, now, why = AGAIN, unread = NONE } = options;
  const live = tasks.filter(
    (task) => task.spec.sessionId === sessionId && (isStoppable(task) || unread.has(task.id)) && beganOf(task) < since,
  );
  return tableOf(live, { now, words: `${why} ${GO_ON}` });
}

/** Tasks whose start a fork remembers, and which are not its own; nothing when there are none. */
export function leftTable(
  tasks: readonly Task[],
  { ids, now }: { readonly ids: readonly TaskId[]; readonly now: number },
): UserBlock | undefined {
  const left = tasks.filter(({ id }) => ids.includes(id));
  return tableOf(left, { now, words: LEFT });
}

function tableOf(
  tasks: readonly Task[],
  { now, words }: { readonly now: number; readonly words: string },
): UserBlock | undefined {
  if (tasks.length === 0) return undefined;
  const shown = tasks.slice(-MOST_TASKS);
  const lines = shown.map((task) => `[bg:${task.id}] ${stateWords(task, now)} · ${nameWords(task)}`);
  if (tasks.length > shown.length) lines.unshift(`[${tasks.length - shown.length} older ones left out]`);
  const text = `<background-tasks>\n${lines.map(sealed).join('\n')}\n</background-tasks>\n${words} ${WORD}`;
  return { kind: 'notice', text, tasks: [] };
}

const MOST_TASKS = 20;
const AGAIN = 'The program was started again.';
const GO_ON = 'These tasks of this session go on, and their ends will be told.';
const LEFT =
  'The user went back to this point of the conversation, in a new session. These tasks belong to the session that was ' +
  'left: their ends are not told here, unless the user adopts them.';
const NONE: ReadonlySet<TaskId> = new Set();

function beganOf({ status }: Task): number {
  return 'startedAt' in status ? status.startedAt : status.since;
}
