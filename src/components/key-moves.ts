/** Moves of focus, selection and windows; what a line or a page is depends on the place. */
import type { Place } from '../store/selectors.ts';
import type { Focus } from '../store/ui-state.ts';
import { createConversationMoves, type ConversationMoves } from './conversation-moves.ts';
import { commandsOf } from '../store/commands/all.ts';
import { helpLineOf, helpLines } from './help-lines.ts';
import type { KeyPorts } from './key-handler.ts';
import { createViewLayout, WIDE_COLUMNS } from './layout.ts';
import { createSearchMoves, type SearchMoves } from './search-moves.ts';
import { answerKinds, type AnswerKind } from '../store/question-answers.ts';
import { isQuestionSeen, questionRest, screenLayout } from './screen-layout.ts';
import { chosenTask, listTasks } from './listed-tasks.ts';
import { createTheme } from './theme.ts';

export interface Moves {
  place(step: 1 | -1): void;
  /** By lines, or by tasks in their list; infinitely many go to the start or the end. */
  lines(by: number, place: Place): void;
  pages(by: number, place: Place): void;
  readonly conversation: ConversationMoves;
  readonly search: SearchMoves;
  /** Gives the list of tasks more room or less. */
  resizePane(step: 1 | -1): void;
  /** The list of tasks at the side, or below, where there is a choice. */
  placePane(): void;
  /** Shows the help, at the keys of that place. */
  help(place: Place): void;
  /** Says yes to the question, or that it has to be scrolled to its end first. */
  answer(kind: 'once' | 'session' | 'always'): void;
  /** Gives the answer of that number, counted from 0; “always” is only marked. */
  giveAnswer(index: number): void;
  giveMarked(): void;
  /** Lines of a view that takes the whole screen. */
  bodyHeight(): number;
}

const COLUMNS_A_STEP = 2;
const A_PAGE_OF_CHOICES = 10;
const PLACES: readonly Focus[] = ['input', 'tasks', 'conversation'];

export function createMoves({ store, keymap, index, size }: Omit<KeyPorts, 'terminal' | 'editText'>): Moves {
  const { actions } = store;
  const conversation = createConversationMoves({ store, index, size });
  const bodyHeight = () => createViewLayout(size).body.height;

  function choose(by: number): void {
    const state = store.getState();
    const tasks = listTasks(state).shown;
    const at = tasks.findIndex(({ id }) => id === chosenTask(state)?.id);
    const next = tasks[Math.max(0, Math.min(tasks.length - 1, at + by))];
    if (next !== undefined) actions.select(next.id);
  }

  function helpOptions() {
    const { width } = createViewLayout(size).body;
    return { keymap, commands: commandsOf(store.getState()), width, theme: createTheme({ colours: false }) };
  }

  function scrollHelp(by: number): void {
    const lowest = Math.max(0, helpLines(helpOptions()).length - bodyHeight());
    const top = Math.min(lowest, store.getState().ui.helpTop);
    actions.scrollHelp(Math.max(0, Math.min(lowest, top + by)));
  }

  function scrollQuestion(by: number): void {
    const state = store.getState();
    const layout = screenLayout(state, size);
    if (layout.kind === 'too-small') return;
    const { lowest } = questionRest(state, layout.regions.input);
    const top = Math.max(0, Math.min(lowest, state.ui.questionTop) + by);
    actions.scrollQuestion(Math.min(lowest, top), top >= lowest);
  }

  function questionPage(): number {
    const state = store.getState();
    const layout = screenLayout(state, size);
    return layout.kind === 'too-small' ? 0 : questionRest(state, layout.regions.input).page;
  }

  function give(kind: AnswerKind): void {
    if (kind === 'no') actions.startReply();
    else giveYes(kind);
  }

  /** Only to what was in view. */
  function giveYes(kind: Exclude<AnswerKind, 'no'>): void {
    const state = store.getState();
    const layout = screenLayout(state, size);
    if (layout.kind !== 'too-small' && isQuestionSeen(state, layout.regions.input)) actions.answer(kind);
    else {
      const keys = `${keymap.keyOf('page down', 'question')} or ${keymap.keyOf('to end', 'question')}`;
      actions.say(`Scroll to the end of it first: ${keys}.`);
    }
  }

  return {
    conversation,
    search: createSearchMoves({ store, index }, conversation),
    bodyHeight,
    help: (place) => actions.showHelp(place === 'input' ? 0 : helpLineOf(place, helpOptions())),
    answer(kind) {
      const question = store.getState().session.question?.question;
      if (question === undefined) return;
      // It holds for ever: a key alone must not give it.
      if (kind === 'always') actions.markAnswer(answerKinds(question).indexOf(kind));
      else giveYes(kind);
    },
    giveAnswer(index) {
      const question = store.getState().session.question?.question;
      if (question === undefined) return;
      if (question.choices !== undefined) return actions.choose(index);
      const kind = answerKinds(question)[index];
      if (kind === 'always') actions.markAnswer(index);
      else if (kind !== undefined) give(kind);
    },
    giveMarked() {
      const { session, ui } = store.getState();
      if (session.question === null) return;
      const { question } = session.question;
      if (question.choices !== undefined) actions.chooseMarked();
      else give(answerKinds(question)[ui.questionChoice] ?? 'once');
    },
    place(step) {
      const { focus } = store.getState().ui;
      const layout = screenLayout(store.getState(), size);
      const isListed = layout.kind !== 'too-small' && layout.regions.tasks.height > 0;
      const places = PLACES.filter((place) => place !== 'tasks' || isListed);
      actions.focus(places[(places.indexOf(focus) + step + places.length) % places.length] ?? 'input');
    },
    resizePane(step) {
      const layout = screenLayout(store.getState(), size);
      if (layout.kind === 'too-small') return;
      const { width, height } = layout.regions.tasks;
      actions.setPane(layout.kind === 'wide' ? { width: width + COLUMNS_A_STEP * step } : { rows: height + step });
    },
    placePane() {
      const { pane } = store.getState().ui;
      if (size.columns < WIDE_COLUMNS)
        actions.say(`Tasks stand at the side in windows of ${WIDE_COLUMNS} columns and more.`);
      else actions.setPane({ place: pane.place === 'side' ? 'below' : 'side' });
    },
    lines(by, place) {
      if (place === 'tasks') choose(by);
      else if (place === 'log' && store.getState().ui.log?.filtered) actions.moveInMatches(by);
      else if (place === 'log' && !Number.isFinite(by)) actions.jumpInLog(by < 0 ? 'start' : 'end');
      else if (place === 'log') actions.scrollLog(by, bodyHeight());
      else if (place === 'help') scrollHelp(by);
      else if (place === 'question') scrollQuestion(by);
      else if (place === 'ledger') actions.chooseInLedger(by);
      else if (place === 'timeline') actions.chooseInTimeline(by);
      else conversation.scroll(by);
    },
    pages(by, place) {
      if (place === 'log' && store.getState().ui.log?.filtered) actions.moveInMatches(by * (bodyHeight() - 1));
      else if (place === 'log') actions.scrollLog(by * (bodyHeight() - 1), bodyHeight());
      else if (place === 'help') scrollHelp(by * (bodyHeight() - 1));
      else if (place === 'question') scrollQuestion(by * questionPage());
      else if (place === 'ledger') actions.chooseInLedger(by * A_PAGE_OF_CHOICES);
      else if (place === 'timeline') actions.chooseInTimeline(by * A_PAGE_OF_CHOICES);
      else conversation.pages(by);
    },
  };
}
