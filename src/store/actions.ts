/** What the user can do. Each answers at once; what comes of it arrives as events. */
import type { StoreApi } from 'zustand/vanilla';
import type { Session } from '../agent/session-contract.ts';
import { isEnded, type Task, type TaskId } from '../background/task.ts';
import { createChooserActions, type ChooserActions } from './chooser-actions.ts';
import { createDraftActions, type DraftActions, type InputPorts } from './draft-actions.ts';
import { edit } from './editor.ts';
import type { LogReader } from './log-reader.ts';
import { openLogView } from './log-view.ts';
import { createContextActions, type ContextActions } from './context-actions.ts';
import { createConversationActions, type ConversationActions } from './conversation-actions.ts';
import { createExportActions, type ExportActions } from './export-actions.ts';
import { createLedgerActions, type LedgerActions } from './ledger-actions.ts';
import { createLogActions, type LogActions } from './log-actions.ts';
import { createLogOutsideActions, type LogOutsideActions, type LogPorts } from './log-outside-actions.ts';
import { createLogSearchActions, type LogSearchActions } from './log-search-actions.ts';
import type { LogSearcher } from './log-search.ts';
import { createModelActions, type ModelActions } from './model-actions.ts';
import { createQuestionActions, type QuestionActions } from './question-actions.ts';
import { hasTask, isWorking, ownLiveTasks } from './selectors.ts';
import { createSessionActions, type SessionActions, type SessionPorts } from './session-actions.ts';
import { createSendingActions, type SendingActions } from './sending-actions.ts';
import { createTaskActions, type TaskActions } from './task-actions.ts';
import { createTaskScreenActions, type TaskScreenActions } from './task-screen-actions.ts';
import { createTimelineActions, type TimelineActions } from './timeline-actions.ts';
import { createStartActions, type StartActions } from './start-actions.ts';
import { MAIN_ALONE, withoutView, withView } from './views.ts';
import type { State } from './state.ts';
import type { Focus, PaneState, UiState } from './ui-state.ts';
import type { ThemeName } from './theme-names.ts';

export interface Actions
  extends
    ChooserActions,
    ContextActions,
    ConversationActions,
    DraftActions,
    ExportActions,
    LedgerActions,
    LogActions,
    LogOutsideActions,
    LogSearchActions,
    ModelActions,
    QuestionActions,
    SendingActions,
    SessionActions,
    StartActions,
    TaskActions,
    TaskScreenActions,
    TimelineActions {
  /** Says what leads through the demo, or no more of it. */
  coach(text: string | null): void;
  interrupt(): void;
  /** Leaves the command in the foreground to the background. */
  moveToBackground(): void;
  /** Gives that place the keys; another view makes room for it, and hidden tasks are shown. */
  focus(place: Focus): void;
  select(id: TaskId): void;
  /** The program has the mouse, or the terminal. */
  useMouse(on: boolean): void;
  /** Where the list of tasks is and how large. */
  setPane(change: Partial<PaneState>): void;
  /** Takes the list of tasks away, or shows it again where it was. */
  hidePane(): void;
  /** Shows those that ended long ago, or only their count. */
  showEnded(): void;
  useTheme(name: ThemeName): void;
  /** From this line on. */
  showHelp(top?: number): void;
  scrollHelp(top: number): void;
  /** Back to where it was opened. */
  closeView(): void;
  /** Clears the draft; without one asks for a second press, then quits. */
  leave(): void;
  /** A sentence of the program's, until the next key. */
  say(sentence: string): void;
  /** The same, and what is being asked stays so. */
  remark(sentence: string): void;
  /** Quits, or asks what is to become of the tasks that run. */
  quit(): void;
  /** Quits at once; while it quits already, without waiting for the tasks that are being stopped. */
  quitNow(tasks: 'stop' | 'keep'): void;
  /** The same as `quitNow('keep')` while tasks are being stopped; nothing before. */
  quitSooner(): void;
  /** Takes a question of the program's own back. */
  cancel(): void;
}

export interface ActionPorts {
  readonly session: Session;
  readonly store: StoreApi<State>;
  readonly logReader: LogReader;
  readonly input: InputPorts;
  readonly sessions: SessionPorts;
  readonly searcher: LogSearcher;
  readonly logPorts: LogPorts;
  now(): number;
  exportSession(file: string): Promise<string>;
  onQuit(tasks: 'stop' | 'keep'): void;
}

export function createActions(ports: ActionPorts): Actions {
  const { session, store, logReader, searcher, now, onQuit } = ports;
  const ui = () => store.getState().ui;

  /** Every action takes back what the one before it had said or asked. */
  function act(change: Partial<UiState>): void {
    store.setState((state) => ({ ui: { ...state.ui, hint: null, confirming: null, completion: null, ...change } }));
  }

  function openLog(id: TaskId): void {
    if (!hasTask(store.getState().tasks, id)) return;
    act({
      ...withView(ui(), 'log'),
      selected: id,
      log: { ...openLogView(id), screen: hasScreen(store.getState().tasks.byId[id]) ? [] : null },
    });
    logReader.refresh();
    actions.refreshTaskScreen();
  }

  function quit(): void {
    if (ui().quitting || ownLiveTasks(store.getState()).length === 0) onQuit('keep');
    else act({ ...MAIN_ALONE, confirming: { kind: 'quit', since: now() }, sending: null });
  }

  function leave(): void {
    const { editor, confirming, quitting } = ui();
    if (confirming?.kind === 'leave') quit();
    else if (editor.text !== '' && !quitting) act({ editor: edit(editor, { type: 'clear' }), typedAt: 0 });
    else if (isWorking(store.getState()) && !quitting && !hasInterrupted) {
      hasInterrupted = true;
      actions.interrupt();
    } else act({ confirming: { kind: 'leave' } });
  }

  /** An interruption that comes to nothing must not keep the user here. */
  let hasInterrupted = false;
  store.subscribe((state) => {
    if (!isWorking(state)) hasInterrupted = false;
  });

  function setPane(change: Partial<PaneState>): void {
    act({ pane: { ...ui().pane, ...change } });
  }

  const actions: Actions = {
    ...createContextActions({ session, store, act }),
    ...createConversationActions({ store, act }),
    ...createExportActions({ ...ports, act }),
    ...createLedgerActions({ session, store, act }),
    ...createChooserActions({ store, act }),
    ...createDraftActions({
      ...ports,
      act,
      commandContext: () => ({ actions, session, getState: store.getState }),
    }),
    ...createLogActions({ store, logReader, act }),
    ...createLogOutsideActions({ ...ports, ports: ports.logPorts, act }),
    ...createLogSearchActions({ store, logReader, searcher, act }),
    ...createModelActions({ session, store, act }),
    ...createQuestionActions({ session, store, act, now }),
    ...createSendingActions({ session, store, act }),
    ...createSessionActions({ ...ports, act }),
    ...createStartActions({
      ...ports,
      act,
      openSession: (id) => actions.openSession(id),
      draft: (text) => actions.replaceDraft(text),
    }),
    ...createTaskActions({ session, store, act, now, openLog }),
    ...createTaskScreenActions({ store, ports: ports.logPorts, act }),
    ...createTimelineActions({ store, act, now }),
    openLog,
    quit,
    leave,
    coach(coach) {
      if (ui().coach !== coach) store.setState(({ ui }) => ({ ui: { ...ui, coach } }));
    },
    interrupt() {
      act({});
      session.interrupt();
    },
    moveToBackground() {
      act({});
      session.moveToBackground();
    },
    focus(focus) {
      const { pane } = ui();
      act({ ...MAIN_ALONE, focus, pane: focus === 'tasks' ? { ...pane, hidden: false } : pane });
    },
    select: (selected) => act({ selected }),
    useMouse: (mouse) => act({ mouse, hint: mouse ? TAKEN : FREED }),
    setPane,
    hidePane() {
      const { pane, focus } = ui();
      setPane({ hidden: !pane.hidden });
      if (!pane.hidden && focus === 'tasks') act({ focus: 'input' });
    },
    showEnded: () => setPane({ unfolded: !ui().pane.unfolded }),
    say: (hint) => act({ hint }),
    remark: (hint) => store.setState((state) => ({ ui: { ...state.ui, hint } })),
    useTheme: (theme) => act({ theme, hint: `The theme is ${theme}. The setting "theme" keeps it.` }),
    showHelp: (helpTop = 0) => act({ ...withView(ui(), 'help'), helpTop }),
    scrollHelp: (helpTop) => act({ helpTop }),
    closeView: () => act(withoutView(ui())),
    quitNow(tasks) {
      if (ui().quitting && tasks === 'stop') return;
      act(tasks === 'stop' ? { quitting: true } : {});
      onQuit(tasks);
    },
    quitSooner() {
      if (ui().quitting) onQuit('keep');
    },
    cancel: () => act({}),
  };
  return actions;
}

/** What runs in a terminal of its own is looked at as it draws; what has ended is read. */
function hasScreen(task: Task | undefined): boolean {
  return task?.spec.pty === true && !isEnded(task);
}

const FREED = 'The mouse is the terminal’s: select and copy as usual.';
const TAKEN = 'The mouse is here again: the wheel scrolls, a click chooses.';
