/**
 * What the model has not been told yet.
 *
 * Three things make news: a task ended, watched output came, it seems to wait for input. News is unread from the moment
 * it happens until it stands in a recorded user message: `settle` is called after the journal has that record, never
 * before. So whatever fails in between leaves it unread, and nothing is told twice. Everything here is derived from
 * task events and from the journal; nothing is stored a second time.
 *
 * Deliberately not here: attended tasks (whoever waits for them reports their end), tasks of other sessions, and how
 * news is worded (`agent/notice.ts`).
 */
import type { AskingTask, EndedTask, Matched, Task, TaskEvent, TaskId } from './task.ts';

/**
 * By what the journal knows news: the task's id for its end, the id with an offset in the log for what was found in
 * its output up to there (`1f3a9c2e@512`) and for a question (`1f3a9c2e?512`).
 */
export type NewsId = string;

export type News =
  | { readonly kind: 'ended'; readonly id: NewsId; readonly task: EndedTask }
  | { readonly kind: 'matched'; readonly id: NewsId; readonly task: Task; readonly matched: Matched }
  | { readonly kind: 'asks'; readonly id: NewsId; readonly task: AskingTask };

export interface Outbox {
  readonly sessionId: string;
  /** In the order in which it happened. */
  readonly unread: readonly News[];
  readonly told: ReadonlySet<NewsId>;
  /** Kept back by the user, each by itself: unread until it is let go. */
  readonly held: ReadonlySet<NewsId>;
  /** Of these tasks nothing is told until the user lets them speak again. */
  readonly muted: ReadonlySet<TaskId>;
}

/** What the journal records of an outbox, when a session is taken up again. */
export interface OutboxStart {
  readonly told?: Iterable<NewsId>;
  readonly held?: Iterable<NewsId>;
  readonly muted?: Iterable<TaskId>;
}

export function createOutbox(sessionId: string, { told = [], held = [], muted = [] }: OutboxStart = {}): Outbox {
  return { sessionId, unread: [], told: new Set(told), held: new Set(held), muted: new Set(muted) };
}

/** What may be told now. */
export function deliverable({ unread, held, muted }: Outbox): readonly News[] {
  if (held.size === 0 && muted.size === 0) return unread;
  return unread.filter(({ id, task }) => !held.has(id) && !muted.has(task.id));
}

/** Keeps news back, or lets it go. It stays unread either way. */
export function hold(outbox: Outbox, id: NewsId, held: boolean): Outbox {
  return { ...outbox, held: withOrWithout(outbox.held, id, held) };
}

/** Keeps back whatever a task has and will have to tell, or lets all of it go. */
export function mute(outbox: Outbox, id: TaskId, muted: boolean): Outbox {
  return { ...outbox, muted: withOrWithout(outbox.muted, id, muted) };
}

function withOrWithout(ids: ReadonlySet<string>, id: string, wanted: boolean): ReadonlySet<string> {
  return new Set(wanted ? [...ids, id] : [...ids].filter((one) => one !== id));
}

/** Takes in one event: news of this session that nobody attended and nobody told becomes unread, once. */
export function fold(outbox: Outbox, event: TaskEvent): Outbox {
  const current = withoutAnswered(outbox, event);
  const news = newsOf(event);
  if (news === undefined || !concerns(current, news)) return current;
  return { ...current, unread: [...current.unread, news] };
}

/** Marks news as told: it stands in the recorded conversation now. Ids that are not unread are remembered too. */
export function settle(outbox: Outbox, ids: readonly NewsId[]): Outbox {
  if (ids.length === 0) return outbox;
  const told = new Set([...outbox.told, ...ids]);
  return { ...outbox, told, unread: outbox.unread.filter((news) => !told.has(news.id)) };
}

/** Up to which offset of its log `told` tells what was found in the output of a task. */
export function searchedTo(told: Iterable<NewsId>, id: TaskId): number {
  const offsets = [...told].flatMap((one) => (one.startsWith(`${id}@`) ? Number(one.slice(id.length + 1)) : []));
  return Math.max(0, ...offsets);
}

function newsOf(event: TaskEvent): News | undefined {
  switch (event.type) {
    case 'task_done':
      return { kind: 'ended', id: event.task.id, task: event.task };
    case 'task_matched':
      return {
        kind: 'matched',
        id: `${event.task.id}@${event.matched.upTo}`,
        task: event.task,
        matched: event.matched,
      };
    case 'task_asks':
      return { kind: 'asks', id: `${event.task.id}?${event.task.asks.size}`, task: event.task };
    case 'task_started':
    case 'task_changed':
    case 'task_output':
      return undefined;
    default:
      return event satisfies never;
  }
}

function concerns(outbox: Outbox, { id, task }: News): boolean {
  return (
    task.spec.sessionId === outbox.sessionId &&
    !task.attended &&
    !outbox.told.has(id) &&
    !outbox.unread.some((other) => other.id === id)
  );
}

/** A question that was answered, or from which the task went on, needs nobody any more. */
function withoutAnswered(outbox: Outbox, event: TaskEvent): Outbox {
  const unread = outbox.unread.filter((news) => news.kind !== 'asks' || !goesOn(news.task, event));
  return unread.length === outbox.unread.length ? outbox : { ...outbox, unread };
}

function goesOn({ id, asks }: AskingTask, event: TaskEvent): boolean {
  if (event.type === 'task_output') return event.id === id && event.output.size !== asks.size;
  return event.task.id === id && (event.type === 'task_done' || event.task.asks?.size !== asks.size);
}
