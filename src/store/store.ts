/** The store: folds what the session tells, and offers the user's actions. It knows no screen. */
import { createStore as createVanillaStore, type StoreApi } from 'zustand/vanilla';
import type { AgentEvent } from '../agent/events.ts';
import type { Knowledge } from '../agent/knowledge/knowledge.ts';
import type { Session } from '../agent/session-contract.ts';
import type { TaskId } from '../background/task.ts';
import { createActions, type Actions } from './actions.ts';
import { createBatch } from './batch.ts';
import type { InputPorts } from './draft-actions.ts';
import { emptyState } from './empty-state.ts';
import { touchesPreview } from './ledger-actions.ts';
import type { LogPorts } from './log-outside-actions.ts';
import { createLogReader } from './log-reader.ts';
import { createLogSearcher } from './log-search.ts';
import { reduceAll } from './reduce.ts';
import { NO_SESSION_PORTS, type SessionPorts } from './session-actions.ts';
import type { State } from './state.ts';
import type { PaneState } from './ui-state.ts';
import { createUsageSource, type UsageSource } from './usage.ts';
import type { ThemeName } from './theme-names.ts';

export interface Store extends Pick<StoreApi<State>, 'getState' | 'subscribe'> {
  readonly actions: Actions;
  readonly usage: UsageSource;
  now(): number;
  /** Shows what still waits and hears no more. */
  close(): void;
}

export interface StoreOptions {
  readonly session: Session;
  now(): number;
  /** Whether the program has the mouse at first; without it, it has. */
  readonly mouse?: boolean;
  readonly theme?: ThemeName;
  /** What is written down for the model. */
  readonly knowledge?: Knowledge;
  /** Where the list of tasks is at first; without it, at the side. */
  readonly taskPane?: PaneState['place'] | 'hidden';
  /** As it was in the session before; goes before `taskPane`. */
  readonly pane?: PaneState;
  /** Writes the session into a file, named by the user unless that is empty; answers what came of it, in a sentence. */
  exportSession(file: string): Promise<string>;
  /** Without them nothing is kept for later sessions, and no files are known. */
  readonly input?: InputPorts;
  /** Without them a log stays on the screen. */
  readonly logPorts?: LogPorts;
  /** Without them there is no other session. */
  readonly sessions?: SessionPorts;
  /** The user wants to leave. */
  onQuit(tasks: 'stop' | 'keep'): void;
}

export function createStore(options: StoreOptions): Store {
  const { session, now, exportSession, onQuit, mouse = true, theme = 'auto' } = options;
  const { sessions = NO_SESSION_PORTS } = options;
  const { input = NO_INPUT_PORTS, logPorts = NO_LOG_PORTS } = options;
  const { taskPane = 'side', knowledge = emptyState.knowledge } = options;
  const place = taskPane === 'hidden' ? 'side' : taskPane;
  const { pane = { ...emptyState.ui.pane, place, hidden: taskPane === 'hidden' } } = options;
  const ui = { ...emptyState.ui, mouse, theme, pane };
  const store = createVanillaStore<State>(() => ({ ...emptyState, knowledge, ui }));
  const logReader = createLogReader({
    readLog: session.readLog,
    view: () => store.getState().ui.log,
    show: (log) => store.setState(({ ui }) => ({ ui: { ...ui, log } })),
    size: (id) => store.getState().tasks.byId[id]?.output.size ?? 0,
  });
  const searcher = createLogSearcher({
    searchLog: session.searchLog,
    findErrors: session.findErrors,
    show(search) {
      const { log } = store.getState().ui;
      if (log === null) return searcher.stop();
      const isFirst = search.places.length > 0 && (log.search?.current ?? -1) === -1;
      const current = isFirst ? search.current : (log.search?.current ?? -1);
      store.setState(({ ui }) => ({ ui: { ...ui, log: { ...log, search: { ...search, current } } } }));
      const first = search.places[search.current];
      if (isFirst && first !== undefined) logReader.place(first);
    },
  });
  const batch = createBatch((events) => {
    const before = store.getState();
    store.setState((state) => reduceAll(state, events, now()));
    const open = store.getState().ui.log?.taskId;
    if (open !== undefined && events.some((event) => printed(event, open))) {
      logReader.refresh();
      actions.refreshTaskScreen();
    }
    if (touchesPreview(before, store.getState())) actions.refreshPreview();
  });
  const unsubscribe = session.subscribe(batch.add);
  const actions = createActions({
    session,
    store,
    logReader,
    searcher,
    input,
    sessions,
    now,
    exportSession,
    onQuit,
    logPorts,
  });
  return {
    getState: store.getState,
    subscribe: store.subscribe,
    actions,
    usage: createUsageSource(session.watchUsage),
    now,
    close() {
      unsubscribe();
      batch.flush();
    },
  };
}

const NO_INPUT_PORTS: InputPorts = {
  remember: () => undefined,
  listFiles: async () => [],
  copy: () => 'There is no clipboard.',
};

const NO_LOG_PORTS: LogPorts = {
  save: async () => ({ kind: 'failed', sentence: 'No files can be written here.' }),
  screen: async () => [],
  view: async () => 'No other program can be started here.',
};

/** The event tells of new output of that task. */
function printed(event: AgentEvent, id: TaskId): boolean {
  return (event.type === 'task_output' && event.id === id) || (event.type === 'task_done' && event.task.id === id);
}
