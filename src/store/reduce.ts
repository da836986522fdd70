/** The whole screen state as a pure fold of what happens. */
import type { AgentEvent } from '../agent/events.ts';
import { reduceConversation } from './conversation.ts';
import { reduceSession } from './session.ts';
import type { State } from './state.ts';
import { reduceTasks } from './tasks.ts';
import { reduceUi } from './ui.ts';

/** The next state. `now` dates what carries no time of its own. */
export function reduce(state: State, event: AgentEvent, now: number): State {
  const { requests } = state.session;
  const tasks = reduceTasks(state.tasks, event, requests);
  return {
    session: reduceSession(state.session, event, now),
    conversation: reduceConversation(state.conversation, event, { requests, tasks, now }),
    tasks,
    ui: reduceUi(state.ui, event),
  };
}
