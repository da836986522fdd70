/** The start screen: what one may begin with before anything was said. */
import type { ListedSession, SessionPorts } from './session-actions.ts';
import type { State } from './state.ts';
import type { UiPorts } from './ui-ports.ts';

export interface StartActions {
  /** Looks for the last sessions of the folder, to offer them. */
  offerStart(): void;
  /** Marks another of what is offered; before the first there is none. */
  moveInStart(by: number): void;
  /** Resumes the marked session, or puts the marked example into the draft. */
  takeStart(): void;
  /** Marks nothing. */
  leaveStart(): void;
}

export type StartOffer =
  { readonly kind: 'session'; readonly session: ListedSession } | { readonly kind: 'example'; readonly text: string };

const MOST_SESSIONS = 3;

const EXAMPLES = [
  'Run the tests and fix what fails',
  'Explain how this project is organised',
  'Start the dev server, and tell me when its log shows an error',
] as const;
/** The offline model understands these. */
const OFFLINE_EXAMPLES = [
  'Run the tests',
  'Run "sleep 5 && echo done" in the background, then create a file while it runs',
  'Create notes.md with "to do"',
] as const;

/** What is offered, in its order. */
export function startOffers({ ui, session }: Pick<State, 'ui' | 'session'>): readonly StartOffer[] {
  const examples = session.info?.provider === 'offline' ? OFFLINE_EXAMPLES : EXAMPLES;
  return [
    ...ui.start.sessions.map((one) => ({ kind: 'session', session: one }) as const),
    ...examples.map((text) => ({ kind: 'example', text }) as const),
  ];
}

/** Whether the offers are in view and have the arrow keys. */
export function isStarting({ ui, conversation }: Pick<State, 'ui' | 'conversation'>): boolean {
  return conversation.items.length === 0 && ui.editor.text === '' && ui.view === 'main';
}

export function createStartActions({
  store,
  sessions,
  act,
  openSession,
  draft,
}: Pick<UiPorts, 'store' | 'act'> & {
  readonly sessions: Pick<SessionPorts, 'list'>;
  readonly openSession: (id: string) => void;
  readonly draft: (text: string) => void;
}): StartActions {
  const mark = (chosen: number | null) => act({ start: { ...store.getState().ui.start, chosen } });

  return {
    offerStart() {
      if (!isStarting(store.getState())) return;
      void sessions.list().then((listed) => {
        const found = listed.slice(0, MOST_SESSIONS);
        store.setState(({ ui }) => ({ ui: { ...ui, start: { sessions: found, chosen: null } } }));
      });
    },
    moveInStart(by) {
      const { chosen } = store.getState().ui.start;
      const next = Math.min((chosen ?? -1) + by, startOffers(store.getState()).length - 1);
      mark(next < 0 ? null : next);
    },
    takeStart() {
      const offer = startOffers(store.getState())[store.getState().ui.start.chosen ?? -1];
      if (offer === undefined) return;
      mark(null);
      if (offer.kind === 'session') openSession(offer.session.id);
      else draft(offer.text);
    },
    leaveStart: () => mark(null),
  };
}
