/** What the user does with whole sessions: names one, begins anew, takes another one up, goes back to a prompt. */
import { createChooser } from './chooser.ts';
import { leavingItems, LEAVE } from './leaving.ts';
import type { SessionUiPorts } from './ui-ports.ts';

export interface SessionActions {
  titleSession(title: string): void;
  /** A fresh session in the same program; tasks go on in it. */
  clearSession(): void;
  /** Lists the recorded sessions to choose from. */
  pickSession(): void;
  openSession(id: string): void;
  /** What is to become of the wish for another session while something runs that cannot go on then. */
  answerLeaving(answer: string): void;
  /** A new session that begins before the chosen prompt, or before the last one; that prompt is the draft. */
  forkSession(): void;
}

export interface ListedSession {
  readonly id: string;
  readonly title: string;
  readonly words: string;
}

/** `back`: how many prompts before the last one. */
export type NextSession =
  | { readonly kind: 'clear' }
  | { readonly kind: 'resume'; readonly id: string }
  | { readonly kind: 'fork'; readonly back: number };

/** What the program does for it. */
export interface SessionPorts {
  list(): Promise<readonly ListedSession[]>;
  /** Ends this session, tasks go on, and begins the other; answers why not, in a sentence. */
  switchTo(next: NextSession): Promise<string | null>;
}

/** Where one program has one session. */
export const NO_SESSION_PORTS: SessionPorts = {
  list: async () => [],
  switchTo: async () => ELSEWHERE,
};

const ELSEWHERE =
  'That needs the screen; without it, end the program and start it again, with --resume ID for another session.';

export function createSessionActions({
  session,
  store,
  sessions,
  act,
}: SessionUiPorts & {
  readonly sessions: SessionPorts;
}): SessionActions {
  let wanted: NextSession | null = null;
  /** What was asked meanwhile stays asked. */
  const say = (hint: string) => store.setState(({ ui }) => ({ ui: { ...ui, hint } }));

  /** Asks first when something would end by it. */
  function switchTo(next: NextSession): void {
    const items = leavingItems(store.getState(), next);
    if (items.length === 0 || sessions === NO_SESSION_PORTS) return switchNow(next);
    wanted = next;
    act({ chooser: createChooser('leaving', items) });
  }

  function switchNow(next: NextSession): void {
    act({ hint: null });
    void sessions.switchTo(next).then((sentence) => {
      if (sentence !== null) say(sentence);
    });
  }

  return {
    titleSession(title) {
      session.setTitle(title);
      act({ hint: `This session is called “${title}”.` });
    },
    clearSession: () => switchTo({ kind: 'clear' }),
    pickSession() {
      act({});
      void sessions.list().then((list) => {
        if (sessions === NO_SESSION_PORTS) return say(ELSEWHERE);
        if (list.length === 0) return say('No other sessions in this folder.');
        const items = list.map(({ id, title, words }) => ({ value: id, label: title, words }));
        store.setState(({ ui }) => ({ ui: { ...ui, chooser: createChooser('session', items) } }));
      });
    },
    openSession: (id) => switchTo({ kind: 'resume', id }),
    answerLeaving(answer) {
      if (answer === LEAVE && wanted !== null) switchNow(wanted);
      wanted = null;
    },
    forkSession() {
      const { conversation, ui } = store.getState();
      const prompts = conversation.items.filter(({ kind }) => kind === 'prompt').map(({ id }) => id);
      if (prompts.length === 0) return act({ hint: 'Nothing was asked yet.' });
      const chosen = ui.focus === 'conversation' && ui.chosenItem !== null ? ui.chosenItem : Infinity;
      const at = prompts.findLastIndex((id) => id <= chosen);
      switchTo({ kind: 'fork', back: prompts.length - 1 - Math.max(0, at) });
    },
  };
}
