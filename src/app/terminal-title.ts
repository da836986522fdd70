/** The title of the terminal and its progress: what the program does, while it has the terminal. */
import { isAsking, isEnded, type Task } from '../background/task.ts';
import { count } from '../components/format.ts';
import { allTasks, isOwn } from '../store/selectors.ts';
import type { State } from '../store/state.ts';
import {
  hasTitle,
  KEEP_TITLE,
  progressSequence,
  RESTORE_TITLE,
  titleSequence,
  type Progress,
} from './terminal-escapes.ts';

export interface TerminalTitle {
  show(state: State): void;
  /** The terminal is the program's, or the shell's again. */
  raw(on: boolean): void;
}

export interface TitleOptions {
  /** The name of the project's folder. */
  readonly project: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  write(text: string): void;
}

export function createTerminalTitle({ project, env, write }: TitleOptions): TerminalTitle {
  let isOn = false;
  let wanted = '';
  let shown = '';

  function settle(): void {
    if (!isOn || shown === wanted) return;
    shown = wanted;
    write(wanted);
  }

  return {
    show(state) {
      wanted = titleSequence(titleWords(state, project)) + progressSequence(progressOf(state), env);
      settle();
    },
    raw(on) {
      if (on === isOn || !hasTitle(env)) return;
      isOn = on;
      shown = '';
      write(on ? KEEP_TITLE : progressSequence({ kind: 'none' }, env) + RESTORE_TITLE);
      settle();
    },
  };
}

/** What waits for the user comes first, then what is going on; nothing that counts, or it would never stand still. */
export function titleWords(state: State, project: string): string {
  const { activity, question } = state.session;
  const running = runningTasks(state);
  const asks = question !== null || running.some(isAsking);
  const parts = [
    ...(asks ? ['asks you'] : activity.kind === 'idle' ? [] : ['works']),
    ...(running.length === 0 ? [] : [`${count(running.length, 'task')}`]),
  ];
  return [`${project} - meanwhile`, ...parts].join(' - ');
}

/** A figure only when there is one about all that runs; whole tenths, so that it changes rarely. */
export function progressOf(state: State): Progress {
  // Servers and what else has no time limit may run for ever: they are no progress.
  const running = runningTasks(state).filter(({ spec }) => spec.timeLimit !== null);
  const [only] = running;
  const fraction = running.length === 1 ? only?.output.progress?.fraction : undefined;
  if (fraction !== undefined) return { kind: 'part', percent: Math.floor(fraction * 10) * 10 };
  return running.length > 0 || state.session.activity.kind !== 'idle' ? { kind: 'busy' } : { kind: 'none' };
}

function runningTasks({ tasks, session }: State): readonly Task[] {
  return allTasks(tasks).filter((task) => !isEnded(task) && !task.attended && isOwn(task, session));
}
