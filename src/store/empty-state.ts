import { emptyConversation } from './items.ts';
import { emptyLedger } from './ledger.ts';
import { emptySession } from './session.ts';
import type { State } from './state.ts';
import { noTasks } from './tasks.ts';
import { emptyTimeline } from './timeline.ts';
import { initialUi } from './ui.ts';

/** Before anything has happened. */
export const emptyState: State = {
  session: emptySession,
  conversation: emptyConversation,
  tasks: noTasks,
  timeline: emptyTimeline,
  ledger: emptyLedger,
  knowledge: { instructions: [], commands: [], skills: [], agents: [], problems: [] },
  ui: initialUi,
};
