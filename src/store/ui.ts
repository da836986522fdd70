/** What the user looks at: how it begins, and what happenings do to it. What keys do to it is in `actions.ts`. */
import type { AgentEvent } from '../agent/events.ts';
import { createEditor } from './editor.ts';
import { ownLiveTasks } from './selectors.ts';
import type { State } from './state.ts';
import type { UiState } from './ui-state.ts';

export const initialUi: UiState = {
  focus: 'input',
  view: 'main',
  behind: [],
  timeline: { from: null, span: null },
  ledger: { selected: null, preview: '' },
  editor: createEditor(),
  typedAt: 0,
  hint: null,
  start: { sessions: [], chosen: null },
  coach: null,
  completion: null,
  chooser: null,
  scroll: null,
  seen: null,
  chosenItem: null,
  search: null,
  mouse: false,
  theme: 'auto',
  selected: null,
  pane: { place: 'side', hidden: false, width: null, rows: null, unfolded: false },
  confirming: null,
  quitting: false,
  log: null,
  helpTop: 0,
  reply: null,
  sending: null,
  questionTop: 0,
  questionSeen: false,
  questionChoice: 0,
};

export function reduceUi(state: UiState, event: AgentEvent): UiState {
  switch (event.type) {
    case 'question_asked':
    case 'question_answered':
    case 'turn_ended':
      return { ...state, reply: null, questionTop: 0, questionSeen: false, questionChoice: 0 };
    case 'task_done':
      return settleSending(settleConfirming(state, event.task.id), event.task.id);
    default:
      return state;
  }
}

/** A task that ended needs no stop any more, and nothing to be asked about running it again. */
function settleConfirming(state: UiState, id: string): UiState {
  const { confirming } = state;
  const isAboutIt = (confirming?.kind === 'stop' || confirming?.kind === 'rerun') && confirming.id === id;
  return isAboutIt ? { ...state, confirming: null, hint: null } : state;
}

/** There is nothing more to be asked about: every task has ended meanwhile. */
export function settleQuit(state: UiState, { session, tasks }: Pick<State, 'session' | 'tasks'>): UiState {
  const isAsked = state.confirming?.kind === 'quit' && ownLiveTasks({ session, tasks }).length === 0;
  return isAsked ? { ...state, confirming: null, hint: 'Every task has ended. Quit again to leave.' } : state;
}

/** Nobody reads any more what is typed into a task that ended. */
function settleSending(state: UiState, id: string): UiState {
  if (state.sending?.id !== id) return state;
  const unsent = state.sending.editor.text === '' ? '' : ': what was typed last was not sent';
  return { ...state, sending: null, hint: `The task has ended${unsent}.` };
}
