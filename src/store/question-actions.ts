/** What the user can do with the model's question. */
import { PERMISSION_MODES, type PermissionMode } from '../agent/events.ts';
import { createEditor, edit, fullText, type EditCommand } from './editor.ts';
import { answerCount } from './question-answers.ts';
import type { SessionUiPorts } from './ui-ports.ts';

export interface QuestionActions {
  answer(kind: 'once' | 'session' | 'always'): void;
  /** Counted from 0; no effect when there are fewer. */
  choose(choice: number): void;
  /** Marks the answer before or after the one that is marked; past an end it goes on at the other. */
  markChoice(by: 1 | -1): void;
  /** Marks that answer, counted from 0. */
  markAnswer(index: number): void;
  /** No to this call, and the turn goes on; soon after another no it interrupts the turn. */
  decline(): void;
  /** Answers a question with numbered choices by the one that is marked. */
  chooseMarked(): void;
  /** To the next of the modes in which less or more is asked; `all` is one of them only when it was chosen by name. */
  cyclePermissions(): void;
  setPermissions(mode: PermissionMode): void;
  /** Begins the word to the model that goes with a no. */
  startReply(): void;
  editReply(command: EditCommand): void;
  /** Says no, with what was written. */
  sendReply(): void;
  cancelReply(): void;
  /** The first row shown of a long question, and whether that is its end. */
  scrollQuestion(top: number, isEnd: boolean): void;
}

/** Whoever says no twice so soon wants it all to stop. Milliseconds. */
const AGAIN_MS = 1_500;

export function createQuestionActions({
  session,
  store,
  act,
  now,
}: SessionUiPorts & { readonly now: () => number }): QuestionActions {
  let declinedAt = -Infinity;
  const asked = () => store.getState().session.question?.question;
  const reply = () => store.getState().ui.reply ?? createEditor();
  function choose(choice: number): void {
    act({});
    const question = asked();
    if (question !== undefined && choice < (question.choices ?? 0)) {
      session.answer(question.id, { kind: 'chosen', choice });
    }
  }

  return {
    answer(kind) {
      act({});
      const question = asked();
      if (question !== undefined && question.choices === undefined) session.answer(question.id, { kind });
    },
    choose,
    markChoice(by) {
      const question = asked();
      if (question === undefined) return;
      const count = answerCount(question);
      act({ questionChoice: (store.getState().ui.questionChoice + by + count) % count });
    },
    markAnswer: (questionChoice) => act({ questionChoice }),
    decline() {
      const question = asked();
      act({ reply: null });
      if (question === undefined || now() - declinedAt < AGAIN_MS) return session.interrupt();
      declinedAt = now();
      session.answer(question.id, { kind: 'no', word: '' });
    },
    chooseMarked: () => choose(store.getState().ui.questionChoice),
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
    scrollQuestion: (questionTop, isEnd) => act(isEnd ? { questionTop, questionSeen: true } : { questionTop }),
  };
}
