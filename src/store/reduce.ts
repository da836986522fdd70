/** The whole screen state as a pure fold of what happens. */
import type { AgentEvent } from '../agent/events.ts';
import { reduceConversation } from './conversation.ts';
import { reduceLedger } from './ledger.ts';
import { reduceSession } from './session.ts';
import type { State } from './state.ts';
import { reduceTasks } from './tasks.ts';
import { reduceTimeline } from './timeline.ts';
import { reduceUi, settleQuit } from './ui.ts';

/** The next state. `now` dates what carries no time of its own. */
export function reduce(state: State, event: AgentEvent, now: number): State {
  const { requests } = state.session;
  const tasks = reduceTasks(state.tasks, event, now);
  const session = reduceSession(state.session, event, now);
  return {
    session,
    conversation: reduceConversation(state.conversation, event, { requests, tasks, now }),
    tasks,
    knowledge: state.knowledge,
    ledger: reduceLedger(state.ledger, event, requests),
    timeline: reduceTimeline(state.timeline, event, { session, tasks: state.tasks, now }),
    ui:
      event.type === 'task_done'
        ? settleQuit(reduceUi(state.ui, event), { session, tasks })
        : reduceUi(state.ui, event),
  };
}
