/** What a verb of `meanwhile tasks` is. One file a verb; `all.ts` lists them. */
import type { Task, TaskId } from '../background/task.ts';
import type { BackgroundManager } from '../background/manager-contract.ts';
import type { ProjectFolders } from '../config/folders.ts';
import type { OptionName } from './options.ts';
import type { Printer } from './printer.ts';

export interface Verb {
  readonly name: string;
  /** What follows the name: `ID…`. */
  readonly usage: string;
  /** What it does, in a line. */
  readonly words: string;
  readonly options: readonly OptionName[];
  /** How many ids it takes, and whether text follows them. */
  readonly takes: 'nothing' | 'an id' | 'ids' | 'ids or nothing' | 'an id and text';
  /** It starts tasks, so that settings count. */
  readonly starts?: true;
  /** Answers the exit code. */
  run(ports: VerbPorts): Promise<number>;
}

export interface VerbPorts {
  readonly given: Given;
  readonly print: Printer;
  readonly now: () => number;
  /** For folders in words. */
  readonly home: string;
  /** The projects it is about, of which nothing is adopted yet. `enforces`: time limits strike while we are there. */
  open(options?: { readonly enforces?: boolean }): readonly Project[];
  /** The tasks that the ids mean, in their order, adopted. Throws a `Refusal` when one is not clear. */
  find(options?: { readonly enforces?: boolean }): Promise<readonly FoundTask[]>;
}

export interface Given {
  readonly ids: readonly string[];
  readonly text: string | undefined;
  readonly all: boolean;
  readonly json: boolean;
  readonly follow: boolean;
  readonly eof: boolean;
  readonly untold: boolean;
  readonly tail: number | undefined;
  readonly older: number | undefined;
  readonly grep: string | undefined;
}

export interface Project {
  readonly folders: ProjectFolders;
  readonly tasks: BackgroundManager;
}

export interface FoundTask {
  readonly task: Task;
  readonly id: TaskId;
  readonly tasks: BackgroundManager;
}

/** What cannot be done and what to do instead; the command ends with code 2. */
export class Refusal extends Error {}
