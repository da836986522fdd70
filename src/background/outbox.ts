/**
 * What the model has not been told yet.
 *
 * An end is unread from the moment it happens until it stands in a recorded user message: `settle` is called after
 * the journal has that record, never before. So whatever fails in between leaves it unread, and nothing is told twice.
 * Everything here is derived from task events and from the journal; nothing is stored a second time.
 *
 * Deliberately not here: attended tasks (whoever waits for them reports their end), tasks of other sessions, and how
 * an end is worded (`agent/notice.ts`).
 */
import type { EndedTask, TaskEvent, TaskId } from './task.ts';

export interface Outbox {
  readonly sessionId: string;
  /** In the order in which they ended. */
  readonly unread: readonly EndedTask[];
  readonly told: ReadonlySet<TaskId>;
}

/** `told`: what the journal already records as told, when a session is taken up again. */
export function createOutbox(sessionId: string, told: Iterable<TaskId> = []): Outbox {
  return { sessionId, unread: [], told: new Set(told) };
}

/** Takes in one event: an end of this session that nobody attended and nobody told becomes unread, once. */
export function fold(outbox: Outbox, event: TaskEvent): Outbox {
  if (event.type !== 'task_done' || !concerns(outbox, event.task)) return outbox;
  return { ...outbox, unread: [...outbox.unread, event.task] };
}

/** Marks ends as told: they stand in the recorded conversation now. Ids that are not unread are remembered too. */
export function settle(outbox: Outbox, ids: readonly TaskId[]): Outbox {
  if (ids.length === 0) return outbox;
  const told = new Set([...outbox.told, ...ids]);
  return { ...outbox, told, unread: outbox.unread.filter((task) => !told.has(task.id)) };
}

function concerns(outbox: Outbox, task: EndedTask): boolean {
  return (
    task.spec.sessionId === outbox.sessionId &&
    !task.attended &&
    !outbox.told.has(task.id) &&
    !outbox.unread.some((other) => other.id === task.id)
  );
}
