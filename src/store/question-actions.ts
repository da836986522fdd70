/** What the user can do with the model's question. */
import type { StoreApi } from 'zustand/vanilla';
import type { Session } from '../agent/session.ts';
import { createEditor, edit, fullText, type EditCommand } from './editor.ts';
import type { State, UiState } from './state.ts';

export interface QuestionActions {
  answer(kind: 'once' | 'session'): void;
  /** Begins the word to the model that goes with a no. */
  startReply(): void;
  editReply(command: EditCommand): void;
  /** Says no, with what was written. */
  sendReply(): void;
  cancelReply(): void;
  /** The first line shown of a long question. */
  scrollQuestion(top: number): void;
}

export function createQuestionActions({
  session,
  store,
  act,
}: {
  readonly session: Session;
  readonly store: StoreApi<State>;
  act(change: Partial<UiState>): void;
}): QuestionActions {
  const asked = () => store.getState().session.question?.question;
  const reply = () => store.getState().ui.reply ?? createEditor();
  return {
    answer(kind) {
      act({});
      const question = asked();
      if (question !== undefined) session.answer(question.id, { kind });
    },
    startReply: () => act({ reply: createEditor() }),
    editReply: (command) => act({ reply: edit(reply(), command) }),
    sendReply() {
      const question = asked();
      const word = fullText(reply()).trim();
      act({ reply: null });
      if (question !== undefined) session.answer(question.id, { kind: 'no', word });
    },
    cancelReply: () => act({ reply: null }),
    scrollQuestion: (questionTop) => act({ questionTop }),
  };
}
