/** What a feature declares of its keys, beside itself; `all.ts` brings the declarations into one order. */
import type { Place } from '../../store/selectors.ts';
import type { Actions } from '../../store/actions.ts';
import type { KeyPorts } from '../key-handler.ts';
import type { Condition } from '../key-context.ts';
import type { Moves } from '../key-moves.ts';

/**
 * A key of an action in some places. An action that has other words or keys elsewhere is declared once for each, under
 * the same name; the name is what settings remap.
 */
export interface Binding {
  readonly action: string;
  readonly places: readonly Place[];
  /** Names as `key-presses.ts` gives them; the first is the one that is shown. */
  readonly keys: readonly string[];
  /** For the help. */
  readonly words: string;
  /** For the bottom line, where the key is worth being shown there. A dialog shows its answers itself. */
  readonly hint?: string;
  /** For the palette: what it does said in full, for what makes sense wherever the keys are. */
  readonly title?: string;
  /** What is on the screen says this key itself, as a number before a choice: settings do not change it. */
  readonly fixed?: true;
  /**
   * Does what takes more than a look to undo, so it has this meaning only when its key comes alone: not within what was
   * pasted, nor among letters that were meant for something else.
   */
  readonly alone?: true;
  /** What is on the screen says it while it has this meaning, so that the help does not. */
  readonly said?: true;
  /** Has this meaning only while all of it holds. */
  readonly when?: Condition | readonly Condition[];
  run(context: ActionContext): void;
}

/** What an action is done with, and from where. */
export interface ActionContext extends KeyPorts {
  readonly actions: Actions;
  readonly moves: Moves;
  readonly place: Place;
}

export const MAIN: readonly Place[] = ['input', 'conversation', 'tasks'];
export const EVERYWHERE: readonly Place[] = [
  ...MAIN,
  'question',
  'reply',
  'sending',
  'log search',
  'log file',
  'quit',
  'log',
  'help',
  'timeline',
  'ledger',
  'chooser',
  'search',
];
/** Where more than a line is written. */
export const WRITING: readonly Place[] = ['input', 'reply', 'sending'];
/** Where a key that means nothing else is a letter. */
export const TYPING: readonly Place[] = [...WRITING, 'chooser', 'search', 'log search', 'log file'];

/** What changes that which is being written there. */
export function editorOf(place: Place, actions: Actions): Actions['edit'] {
  const { edit, editReply, editSending, editChooser, editSearch, editLogSearch, editLogFile } = actions;
  if (place === 'reply') return editReply;
  if (place === 'chooser') return editChooser;
  if (place === 'search') return editSearch;
  if (place === 'log search') return editLogSearch;
  if (place === 'log file') return editLogFile;
  return place === 'sending' ? editSending : edit;
}
