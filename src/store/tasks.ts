/** Folds task events into the list of tasks. Of those that ended only the newest are kept. */
import type { AgentEvent } from '../agent/events.ts';
import { isEnded, isStoppable, type Task, type TaskId, type TaskOutput } from '../background/task.ts';
import { notePrinted } from './print-rates.ts';
import { withQuoted } from './quoted-lines.ts';
import type { TasksState } from './state.ts';

const KEPT_ENDED = 500;
/** So many more may stay until they are forgotten together: each time costs a look at all. */
const FORGOTTEN_TOGETHER = 100;

export const noTasks: TasksState = { order: [], byId: {}, quoted: {}, rates: {}, changedAt: 0 };

/** The next tasks; the same object when the event does not touch them. */
export function reduceTasks(state: TasksState, event: AgentEvent, now: number): TasksState {
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
}

function put(state: TasksState, task: Task, now: number): TasksState {
  const order = task.id in state.byId ? state.order : [...state.order, task.id];
  return withRates({ ...state, order, byId: { ...state.byId, [task.id]: task } }, task, now);
}

function putOutput(
  state: TasksState,
  { id, output, now }: { readonly id: TaskId; readonly output: TaskOutput; readonly now: number },
): TasksState {
  const task = state.byId[id];
  if (task === undefined) return state;
  const printed = { ...task, output };
  return withRates({ ...state, byId: { ...state.byId, [id]: printed } }, printed, now);
}

function withRates(state: TasksState, task: Task, now: number): TasksState {
  const { id } = task;
  const { size } = task.output;
  // Of thousands that had ended before, none prints.
  if (isEnded(task) && !(id in state.rates)) return { ...state, changedAt: now };
  const printed = notePrinted(state.rates[id], { size, now });
  const rates = printed === state.rates[id] ? state.rates : { ...state.rates, [id]: printed };
  return { ...state, changedAt: now, rates };
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
