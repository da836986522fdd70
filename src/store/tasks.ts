/** Folds task events into the list of tasks. Of those that ended only the newest are kept. */
import type { AgentEvent } from '../agent/events.ts';
import { isEnded, isStoppable, type Task, type TaskId, type TaskOutput } from '../background/task.ts';
import { notePrinted, type PrintRates } from './print-rates.ts';
import { withQuoted } from './quoted-lines.ts';
import type { TasksState } from './state.ts';

const KEPT_ENDED = 500;
/** So many more may stay until they are forgotten together: each time costs a look at all. */
const FORGOTTEN_TOGETHER = 100;

export const noTasks: TasksState = { order: [], byId: {}, quoted: {}, rates: {}, changedAt: 0 };

export type ReduceTasks = (state: TasksState, event: AgentEvent, now: number) => TasksState;

/** The next tasks; the same object when the event does not touch them. */
export const reduceTasks: ReduceTasks = (state, event, now) => foldTasks()(state, event, now);

/**
 * The same for many events in a row, of which only the last answer is kept: the lists are copied once, and what was
 * answered in between changes along. With thousands of tasks each copy takes a millisecond.
 */
export function foldTasks(): ReduceTasks {
  /** What this fold made itself and may change. */
  let own: Writable | undefined;

  return (state, event, now) => {
    switch (event.type) {
      case 'task_started':
      case 'task_changed':
      case 'task_matched':
      case 'task_asks':
        return put(state, event.task, now);
      case 'task_done':
        return forgetOldest(put(state, event.task, now));
      case 'task_output':
        return putOutput(state, { id: event.id, output: event.output, now });
      case 'user_message': {
        const quoted = withQuoted(state.quoted, event.message.blocks);
        return quoted === state.quoted ? state : { ...state, quoted };
      }
      default:
        return state;
    }
  };

  function put(state: TasksState, task: Task, now: number): TasksState {
    const { id } = task;
    const { order, byId, rates } = writable(state);
    if (!(id in byId)) order.push(id);
    byId[id] = task;
    // Of thousands that had ended before, none prints.
    if (!isEnded(task) || id in rates) rates[id] = notePrinted(rates[id], { size: task.output.size, now });
    return { ...state, order, byId, rates, changedAt: now };
  }

  function putOutput(
    state: TasksState,
    { id, output, now }: { readonly id: TaskId; readonly output: TaskOutput; readonly now: number },
  ): TasksState {
    const task = state.byId[id];
    return task === undefined ? state : put(state, { ...task, output }, now);
  }

  function writable({ order, byId, rates }: TasksState): Writable {
    if (own === undefined || own.order !== order || own.byId !== byId || own.rates !== rates) {
      own = { order: [...order], byId: { ...byId }, rates: { ...rates } };
    }
    return own;
  }
}

interface Writable {
  readonly order: TaskId[];
  readonly byId: Record<TaskId, Task>;
  readonly rates: Record<TaskId, PrintRates>;
}

/** Whether something of it may still run. */
function hasSome(task: Task | undefined): boolean {
  return task !== undefined && isStoppable(task);
}

function forgetOldest(state: TasksState): TasksState {
  if (state.order.length <= KEPT_ENDED + FORGOTTEN_TOGETHER) return state;
  const ended = state.order.filter((id) => !hasSome(state.byId[id]));
  if (ended.length <= KEPT_ENDED + FORGOTTEN_TOGETHER) return state;
  const gone = new Set(ended.slice(0, ended.length - KEPT_ENDED));
  const keep = <T>(record: { readonly [id: TaskId]: T }) =>
    Object.fromEntries(Object.entries(record).filter(([id]) => !gone.has(id)));
  return {
    ...state,
    order: state.order.filter((id) => !gone.has(id)),
    byId: keep(state.byId),
    quoted: keep(state.quoted),
    rates: keep(state.rates),
  };
}
