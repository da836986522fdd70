/** What the user can do with the model's question. */
import { PERMISSION_MODES, type PermissionMode } from '../agent/events.ts';
import { createEditor, edit, fullText, type EditCommand } from './editor.ts';
import type { SessionUiPorts } from './ui-ports.ts';

export interface QuestionActions {
  answer(kind: 'once' | 'session' | 'always'): void;
  /** Counted from 0; no effect when there are fewer. */
  choose(choice: number): void;
  /** To the next of the modes in which less or more is asked; `all` is one of them only when it was chosen by name. */
  cyclePermissions(): void;
  setPermissions(mode: PermissionMode): void;
  /** Begins the word to the model that goes with a no. */
  startReply(): void;
  editReply(command: EditCommand): void;
  /** Says no, with what was written. */
  sendReply(): void;
  cancelReply(): void;
  /** The first line shown of a long question. */
  scrollQuestion(top: number): void;
}

export function createQuestionActions({ session, store, act }: SessionUiPorts): QuestionActions {
  const asked = () => store.getState().session.question?.question;
  const reply = () => store.getState().ui.reply ?? createEditor();
  return {
    answer(kind) {
      act({});
      const question = asked();
      if (question !== undefined && question.choices === undefined) session.answer(question.id, { kind });
    },
    choose(choice) {
      act({});
      const question = asked();
      if (question !== undefined && choice < (question.choices ?? 0)) {
        session.answer(question.id, { kind: 'chosen', choice });
      }
    },
    cyclePermissions() {
      const { permissions, allChosen } = store.getState().session;
      const modes = PERMISSION_MODES.filter((mode) => mode !== 'all' || allChosen);
      act({});
      session.setPermissions(modes[(modes.indexOf(permissions) + 1) % modes.length] ?? 'ask');
    },
    setPermissions(mode) {
      act({});
      session.setPermissions(mode);
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
