/** Folds what became of each thing that the model has to be told: unread, told in a request, answered. */
import type { AgentEvent, UnreadNews } from '../agent/events.ts';
import type { TaskId } from '../background/task.ts';
import type { LedgerEntry, LedgerState, State } from './state.ts';

/** The oldest of those that were answered go first. */
const KEPT = 500;

export const emptyLedger: LedgerState = { entries: [], muted: [] };

/** The next ledger; the same object when the event does not touch it. `requests`: how many were made before it. */
export function reduceLedger(state: LedgerState, event: AgentEvent, requests: number): LedgerState {
  switch (event.type) {
    case 'news_unread':
      return add(state, event.news, event.at);
    case 'news_held':
      return change(state, ({ id }) => id === event.id, { held: event.held });
    case 'task_muted':
      return { ...state, muted: withOrWithout(state.muted, event.taskId, event.muted) };
    case 'user_message': {
      const told = { request: requests + 1, at: event.at };
      return change(state, (entry) => entry.told === null && event.told.includes(entry.id), { told, held: false });
    }
    case 'request_done': {
      const answered = { request: requests, at: event.at };
      return change(state, (entry) => entry.told !== null && entry.answered === null, { answered });
    }
    default:
      return state;
  }
}

function add(state: LedgerState, news: UnreadNews, at: number): LedgerState {
  if (state.entries.some(({ id }) => id === news.id)) return state;
  const entries = [...state.entries, { ...news, at, held: false, told: null, answered: null }];
  if (entries.length <= KEPT) return { ...state, entries };
  const oldest = Math.max(
    0,
    entries.findIndex(({ answered }) => answered !== null),
  );
  return { ...state, entries: entries.toSpliced(oldest, 1) };
}

function change(
  state: LedgerState,
  isMeant: (entry: LedgerEntry) => boolean,
  news: Partial<Pick<LedgerEntry, 'held' | 'told' | 'answered'>>,
): LedgerState {
  if (!state.entries.some(isMeant)) return state;
  return { ...state, entries: state.entries.map((entry) => (isMeant(entry) ? { ...entry, ...news } : entry)) };
}

function withOrWithout(ids: readonly TaskId[], id: TaskId, wanted: boolean): readonly TaskId[] {
  const others = ids.filter((one) => one !== id);
  return wanted ? [...others, id] : others;
}

/** Where an entry stands. `held` and `muted` are unread and kept back by the user. */
export type DeliveryState = 'unread' | 'held' | 'muted' | 'told' | 'answered';

export function deliveryState(entry: LedgerEntry, { muted }: LedgerState): DeliveryState {
  if (entry.answered !== null) return 'answered';
  if (entry.told !== null) return 'told';
  if (muted.includes(entry.taskId)) return 'muted';
  return entry.held ? 'held' : 'unread';
}

/** The entry that keys are about: the chosen one, at first the newest. */
export function chosenEntry({ ledger, ui }: Pick<State, 'ledger' | 'ui'>): LedgerEntry | undefined {
  return ledger.entries.find(({ id }) => id === ui.ledger.selected) ?? ledger.entries.at(-1);
}

/** The request in which the end of a task was told. */
export function toldInRequest({ entries }: LedgerState, id: TaskId): number | undefined {
  return entries.find((entry) => entry.id === id)?.told?.request;
}

/** The newest entry of a task. */
export function lastEntryOf({ entries }: LedgerState, id: TaskId): LedgerEntry | undefined {
  return entries.findLast(({ taskId }) => taskId === id);
}
