/** The line that leads through the demo: what to look at and what to press next. */
import { outcomeOf } from '../background/task-outcome.ts';
import { isEnded, type Task } from '../background/task.ts';
import type { Keymap } from '../components/keymap.ts';
import type { State } from '../store/state.ts';
import type { Store } from '../store/store.ts';

export interface CoachOptions {
  readonly store: Store;
  readonly keymap: Pick<Keymap, 'keyOf'>;
  /** The demo was opened again: its tasks went on meanwhile. */
  readonly isReturn: boolean;
}

/** Begins, and answers how to end it. It ends by itself when the user skips it. */
export function startCoach({ store, keymap, isReturn }: CoachOptions): () => void {
  const steps = (isReturn ? RETURN : TOUR).map((step) => ({ ...step, text: step.text(keymap.keyOf) }));
  let at = -1;
  let timer: NodeJS.Timeout | undefined;
  const unsubscribe = store.subscribe((state) => {
    if (at >= 0 && state.ui.coach === null) return end();
    advance(state, steps[at]?.done?.(state) === true);
  });
  advance(store.getState(), true);
  return end;

  function advance(state: State, isOver: boolean): void {
    const next = steps[at + 1];
    if (!isOver || next === undefined || next.ready?.(state) === false) return;
    at += 1;
    clearTimeout(timer);
    const { patience } = next;
    if (patience !== undefined) timer = setTimeout(() => advance(store.getState(), true), patience);
    next.begin?.(store);
    store.actions.coach(next.text);
  }

  function end(): void {
    clearTimeout(timer);
    unsubscribe();
    store.actions.coach(null);
  }
}

interface Step {
  readonly text: (keyOf: Keymap['keyOf']) => string;
  /** What is spoken of has happened. Always, without it. */
  readonly ready?: (state: State) => boolean;
  readonly begin?: (store: Store) => void;
  /** The user has seen or done it. */
  readonly done?: (state: State) => boolean;
  /** Milliseconds after which it goes on anyway; never, without it. */
  readonly patience?: number;
}

const TOUR: readonly Step[] = [
  {
    text: () =>
      'Five commands run in the background, and the agent goes on working. The tasks are beside the conversation.',
    patience: 7_000,
  },
  {
    text: () => 'Type a message and press Enter while it works: it joins the next request.',
    ready: ({ tasks }) => tasks.order.length > 0,
    done: ({ conversation }) => conversation.items.filter(({ kind }) => kind === 'prompt').length > 1,
    patience: 15_000,
  },
  {
    text: () => 'A test has failed. Its result was delivered to the agent, which reads cart.js and repairs it.',
    ready: ({ tasks }) => Object.values(tasks.byId).some(isFailed),
    patience: 9_000,
  },
  {
    text: (keyOf) => `${keyOf('next place')}, then Enter: the log of the tests that failed.`,
    begin: ({ getState, actions }) => {
      const failed = Object.values(getState().tasks.byId).find(isFailed);
      if (failed !== undefined) actions.select(failed.id);
    },
    done: ({ ui }) => ui.view === 'log',
    patience: 40_000,
  },
  {
    text: (keyOf) => `${keyOf('next error')} jumps to the error, / searches. q goes back.`,
    done: ({ ui }) => ui.view !== 'log',
  },
  {
    text: (keyOf) =>
      `${keyOf('timeline')}: what the agent and the tasks did at the same time, and how much that saved.`,
    done: ({ ui }) => ui.view === 'timeline',
    patience: 40_000,
  },
  {
    text: (keyOf) => `Each bar is a task, above them the agent. ${keyOf('back')} goes back.`,
    done: ({ ui }) => ui.view !== 'timeline',
  },
  {
    begin: ({ actions }) => actions.focus('input'),
    text: (keyOf) =>
      `${keyOf('quit')}, then ${keyOf('quit keeping')}: the program ends and the tasks go on. Open the demo again to find them.`,
  },
];

const RETURN: readonly Step[] = [
  {
    text: () => 'The tasks went on while the program was closed, and nothing of their output is missing.',
    patience: 12_000,
  },
  { text: () => NEXT_STEPS },
];

/** What to do after the demo. */
export const NEXT_STEPS =
  'In your own project: set ANTHROPIC_API_KEY for a real model, or type &npm test, which needs none.';

function isFailed(task: Task): boolean {
  return isEnded(task) && outcomeOf(task.status.end) === 'failed';
}
