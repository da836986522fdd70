/** One session with all that the screen needs of it. A program has one after the other. */
import { homedir } from 'node:os';
import { readJournal } from '../agent/read-journal.ts';
import { forkBefore } from '../agent/fork.ts';
import { homePath } from '../components/format.ts';
import type { Config } from '../config.ts';
import type { NextSession } from '../store/session-actions.ts';
import type { PaneState } from '../store/ui-state.ts';
import { createStore, type Store } from '../store/store.ts';
import type { ThemeName } from '../store/theme-names.ts';
import { copyText } from './copy-text.ts';
import { exportFromProgram } from './export-session.ts';
import { projectFiles } from './project-files.ts';
import { createLogFiles } from './log-files.ts';
import { formerProjects } from './other-projects.ts';
import { listSessions } from './session-list.ts';
import { setUpSession, type SessionSetup } from './session-setup.ts';
import type { Ending } from './shutdown.ts';
import { writeToTerminal } from './terminal-mouse.ts';
import { writeFork } from './write-fork.ts';

export interface OpenedSession {
  readonly setup: SessionSetup;
  readonly store: Store;
}

export type Opening =
  | { readonly kind: 'opened'; readonly opened: OpenedSession; readonly draft: string }
  | { readonly kind: 'refused'; readonly sentence: string };

export interface OpeningPorts {
  onEnd(ending: Ending): void;
  /** The user wants another session; answers why not, in a sentence. */
  switchTo(next: NextSession): Promise<string | null>;
  /** Whether the program has the mouse. */
  readonly mouse: boolean;
  readonly theme: ThemeName;
  /** Where the list of tasks is; without it, where the settings say. */
  readonly pane?: PaneState;
}

/** The session that the command line asks for. */
export async function openFirst(config: Config, ports: OpeningPorts): Promise<Opening> {
  return withStore(config, await setUpSession(config, process.env), ports);
}

/** The session that the user wants after this one, which stays open until then. */
export async function openNext(
  settings: Config,
  {
    next,
    before,
    ...rest
  }: Pick<OpeningPorts, 'onEnd' | 'switchTo'> & { readonly next: NextSession; readonly before: OpenedSession },
): Promise<Opening> {
  const { ui, session } = before.store.getState();
  // What the user set holds for the program, not for one session.
  const config = { ...settings, permissions: session.permissions };
  const ports = { ...rest, mouse: ui.mouse, theme: ui.theme, pane: ui.pane };
  switch (next.kind) {
    case 'clear': {
      const made = await setUpSession({ ...config, session: { kind: 'new' } }, process.env, {}, { inherits: INHERITS });
      return withStore(config, made, ports);
    }
    case 'resume': {
      const session = { kind: 'resume', id: next.id } as const;
      return withStore(config, await setUpSession({ ...config, session }, process.env), ports);
    }
    case 'fork': {
      const fork = forkBefore(await readJournal(before.setup.record), next.back);
      if (fork === undefined) return { kind: 'refused', sentence: 'That prompt is not in the record.' };
      const id = writeFork(before.setup, fork.events);
      const made = await setUpSession(
        { ...config, session: { kind: 'resume', id } },
        process.env,
        {},
        { left: fork.left },
      );
      return withStore(config, made, ports, fork.prompt);
    }
    default:
      return next satisfies never;
  }
}

const INHERITS = 'The user began a new conversation.';

function withStore(
  config: Config,
  made: Awaited<ReturnType<typeof setUpSession>>,
  { onEnd, switchTo, ...look }: OpeningPorts,
  draft = '',
): Opening {
  if (made.kind === 'refused') return made;
  const { setup } = made;
  const { session } = setup;
  const store = createStore({
    session,
    now: Date.now,
    knowledge: setup.knowledge,
    mouse: look.mouse,
    theme: look.theme,
    ...(look.pane === undefined ? {} : { pane: look.pane }),
    taskPane: config.settings.taskPane,
    input: {
      remember: setup.inputHistory.add,
      listFiles: () => projectFiles(config.cwd, process.env),
      copy: (text) =>
        copyText(text, { file: setup.copyFile, shown: homePath(setup.copyFile, homedir()), write: writeToTerminal }),
    },
    sessions: {
      list: () =>
        listSessions({
          folder: setup.sessionsFolder,
          former: formerProjects(config).map(({ cwd, folders }) => ({
            sessions: folders.sessions,
            words: `of ${homePath(cwd, homedir())}, which is gone`,
          })),
          current: session.id,
          tasks: setup.tasks.list(),
          now: Date.now(),
        }),
      switchTo,
    },
    logPorts: createLogFiles({ cwd: config.cwd, environment: process.env }),
    exportSession: (file) => exportFromProgram(config, { id: session.id, file }),
    onQuit: (tasks) => onEnd({ tasks, code: 0 }),
  });
  return { kind: 'opened', opened: { setup, store }, draft };
}
