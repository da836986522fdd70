/** What the state wants from the layout: how many rows, and which dialog stands in the place of the input. */
import { ownLiveTasks } from '../store/selectors.ts';
import type { State } from '../store/state.ts';
import { inputRows } from './input-line.tsx';
import { listTasks } from './listed-tasks.ts';
import { createLayout, mostDialogRows, type Layout, type Region, type Size } from './layout.ts';
import { questionRows, questionScroll, type QuestionScroll } from './question-lines.ts';
import { quitRows } from './quit-dialog.tsx';
import { sendingRows } from './sending-line.tsx';

export type Dialog = 'quit' | 'question' | 'sending';

export function dialogOf({ ui, session }: State): Dialog | null {
  if (ui.confirming?.kind === 'quit') return 'quit';
  if (ui.sending !== null) return 'sending';
  return session.question === null || ui.chooser !== null ? null : 'question';
}

/** Rows for the input, or for the dialog in its place. */
export function wantedRows(state: State, size: Size): number {
  switch (dialogOf(state)) {
    case 'quit':
      return quitRows(ownLiveTasks(state).length, mostRows(state, size));
    case 'question':
      return questionWants(state, size);
    case 'sending':
      return sendingRows(state, size);
    case null:
      return inputRows(state, size);
  }
}

function questionWants(state: State, size: Size): number {
  const { question } = state.session;
  if (question === null) return 1;
  return questionRows(question.question, { width: size.columns, most: mostRows(state, size) });
}

function mostRows(state: State, { rows }: Size): number {
  return mostDialogRows({ rows, hasTasks: taskRows(state) > 0 });
}

/** Rows of the list of tasks where each has one. */
export function taskRows(state: State): number {
  const { shown, folded } = listTasks(state);
  return shown.length + (folded.length > 0 ? 1 : 0);
}

export function screenLayout(state: State, size: Size): Layout {
  const dialog = dialogOf(state) !== null;
  const { pane } = state.ui;
  return createLayout({ ...size, inputRows: wantedRows(state, size), dialog, taskRows: taskRows(state), pane });
}

/** How the open question can be scrolled. */
export function questionRest({ session }: State, region: Region): QuestionScroll {
  return session.question === null ? { lowest: 0, page: 0 } : questionScroll(session.question.question, region);
}

/** Whether all of the open question was in view, at once or by scrolling to its end. */
export function isQuestionSeen(state: State, region: Region): boolean {
  return state.ui.questionSeen || questionRest(state, region).lowest === 0;
}
