/** The whole screen state as a pure fold of what happens. */
import type { AgentEvent } from '../agent/events.ts';
import { reduceConversation } from './conversation.ts';
import { reduceLedger } from './ledger.ts';
import { reduceSession } from './session.ts';
import type { State } from './state.ts';
import { foldTasks, reduceTasks, type ReduceTasks } from './tasks.ts';
import { reduceTimeline } from './timeline.ts';
import { reduceUi, settleQuit } from './ui.ts';

/** The next state. `now` dates what carries no time of its own. */
export function reduce(state: State, event: AgentEvent, now: number): State {
  return reduceWith(reduceTasks, state, { event, now });
}

/** The state after all of them. */
export function reduceAll(state: State, events: readonly AgentEvent[], now: number): State {
  const fold = foldTasks();
  return events.reduce((next, event) => reduceWith(fold, next, { event, now }), state);
}

function reduceWith(
  foldTask: ReduceTasks,
  state: State,
  { event, now }: { readonly event: AgentEvent; readonly now: number },
): State {
  const { requests } = state.session;
  const session = reduceSession(state.session, event, now);
  // Before the tasks, which may be changed in their place.
  const timeline = reduceTimeline(state.timeline, event, { session, tasks: state.tasks, now });
  const tasks = foldTask(state.tasks, event, now);
  return {
    session,
    conversation: reduceConversation(state.conversation, event, {
      requests,
      tasks,
      dollars: session.spending.dollars,
      now,
    }),
    tasks,
    knowledge: state.knowledge,
    ledger: reduceLedger(state.ledger, event, requests),
    timeline,
    ui:
      event.type === 'task_done'
        ? settleQuit(reduceUi(state.ui, event), { session, tasks })
        : reduceUi(state.ui, event),
  };
}
