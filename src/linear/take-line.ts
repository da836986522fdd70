/** What a typed line does: an answer, a command, a prompt. */
import type { Session } from '../agent/session-contract.ts';
import { readCommand } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import { runLinearCommand } from './linear-commands.ts';
import { isWorking } from './goes-on.ts';
import { answerWords, readAnswer } from './spoken-question.ts';

export interface LineReader {
  take(line: string): void;
  /** Nothing that was typed before is still being worked on, or there is a question. */
  waits(): boolean;
  /** Nobody is there any more to answer: says no. False when there is no question. */
  refuse(): boolean;
}

export interface LineReaderPorts {
  readonly session: Session;
  readonly store: Store;
  remember(text: string): void;
  say(lines: readonly string[]): void;
}

export function createLineReader({ session, store, remember, say }: LineReaderPorts): LineReader {
  /** What goes on behind a `\`. */
  let begun = '';

  function take(line: string): void {
    const state = store.getState();
    if (state.ui.confirming?.kind === 'quit') return takeQuitAnswer(line);
    const question = state.session.question?.question;
    if (question !== undefined && begun === '' && !/^\s*[!&/]/.test(line)) {
      const answer = readAnswer(line, question);
      if (answer === null) say([answerWords(question)]);
      else session.answer(question.id, answer);
      return;
    }
    if (line.endsWith('\\')) {
      begun += `${line.slice(0, -1)}\n`;
      return;
    }
    const text = begun + line;
    begun = '';
    if (text.trim() === '') {
      if (state.session.unread.length > 0) session.submit('');
      return;
    }
    remember(text);
    if (!runLinearCommand(text, { session, store, say })) carryOut(text);
  }

  function takeQuitAnswer(line: string): void {
    switch (line.trim().toLowerCase()) {
      case 'keep':
      case 'k':
        return store.actions.quitNow('keep');
      case 'stop':
      case 's':
        return store.actions.quitNow('stop');
      case 'stay':
      case 'no':
      case 'n':
        store.actions.cancel();
        return say(['The program goes on.']);
      default:
        return say(['Answer keep, stop or stay.']);
    }
  }

  function carryOut(text: string): void {
    const command = readCommand(text, store.getState());
    switch (command.kind) {
      case 'wrong':
        return say([command.sentence]);
      case 'prompt':
        if (store.getState().session.activity.kind !== 'idle') say(['It waits for the next call of the model.']);
        return session.submit(command.text);
      case 'shell':
        return session.runShell(command.command);
      case 'background':
        return session.runBackground(command.command);
      case 'slash': {
        const { actions, getState } = store;
        command.command.run({ actions, session, getState }, command.argument);
        return leaveViews();
      }
      default:
        command satisfies never;
    }
  }

  /** What opens on the screen would wait for keys. */
  function leaveViews(): void {
    const { view, chooser } = store.getState().ui;
    if (view === 'main' && chooser === null) return;
    if (chooser !== null) store.actions.closeChooser();
    if (view !== 'main') store.actions.closeView();
    say(['That needs the screen: start meanwhile without --linear for it.']);
  }

  return {
    take,
    waits() {
      const state = store.getState();
      return state.session.question !== null || state.ui.confirming?.kind === 'quit' || !isWorking(state);
    },
    refuse() {
      const question = store.getState().session.question?.question;
      if (question === undefined) return false;
      session.answer(question.id, { kind: 'no', word: 'Nobody is there to answer.' });
      return true;
    },
  };
}
