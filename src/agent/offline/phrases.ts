import type { Ending } from './endings.ts';

/** Everything that the offline model says, in one language. */
export interface Phrases {
  readonly starting: (commands: readonly string[]) => string;
  readonly running: (command: string) => string;
  readonly looking: (path: string) => string;
  readonly writing: (path: string) => string;
  readonly reading: (path: string) => string;
  readonly editing: (path: string) => string;
  readonly checking: string;
  readonly stopping: string;
  readonly carryingOn: (path: string) => string;

  readonly started: (id: string, command: string) => string;
  readonly queued: (id: string, command: string) => string;
  readonly notStarted: (command: string) => string;
  readonly ran: (command: string) => string;
  readonly notRun: (command: string) => string;
  readonly written: (path: string) => string;
  readonly chosenName: (path: string) => string;
  readonly ownContent: string;
  readonly notWritten: (path: string) => string;
  readonly noFreeName: string;
  readonly edited: (path: string) => string;
  readonly notEdited: (path: string) => string;
  readonly content: (path: string) => string;
  readonly notRead: (path: string) => string;
  readonly whichFile: string;
  readonly status: string;
  readonly notChecked: string;
  readonly noSuchTask: (text: string) => string;
  readonly nothingRuns: string;
  readonly stopped: (id: string) => string;
  readonly notStopped: (id: string) => string;
  readonly readMeanwhile: (path: string, title: string) => string;
  readonly nothingToRead: (path: string) => string;
  readonly free: string;
  readonly promise: (count: number) => string;
  readonly more: (lines: number) => string;

  readonly note: (date: string) => string;
  readonly remark: (words: string) => string;
  readonly ending: (ending: Ending) => string;
  /** The line that says most of what it printed. */
  readonly printed: (ending: Ending) => string;
  readonly lookingHow: string;
  readonly noProjectCommand: (task: 'test' | 'build' | 'lint') => string;
  /** Instead of the list of abilities, from the second time on. */
  readonly listedBefore: string;
  readonly self: string;
  readonly abilities: string;
  readonly greeting: string;
  readonly welcome: string;
  readonly notUnderstood: (text: string) => string;
}
