/** What the user looks at, in every view, and what keys and typing are about. */
import type { LogLine, LogPage, LogPlace } from '../background/task-log.ts';
import type { TaskId } from '../background/task.ts';
import type { Chooser } from './chooser.ts';
import type { Completion } from './completion.ts';
import type { Editor } from './editor.ts';
import type { ListedSession } from './session-actions.ts';
import type { ThemeName } from './theme-names.ts';

/** Which part of the timeline is shown, in milliseconds: `from: null` follows the end, `span: null` shows all. */
export interface TimelineView {
  readonly from: number | null;
  readonly span: number | null;
}

/** What the user looks at and where keys go. */
export interface UiState {
  readonly focus: Focus;
  readonly view: 'main' | 'log' | 'help' | 'timeline' | 'ledger';
  /** The views below it, which closing leads back to: the nearest is the last. */
  readonly behind: readonly UiState['view'][];
  readonly timeline: TimelineView;
  /** The chosen entry, and what the model would be told now. */
  readonly ledger: { readonly selected: string | null; readonly preview: string };
  readonly editor: Editor;
  /** When the draft was last typed in; a question that comes up meanwhile does not take the keys. */
  readonly typedAt: number;
  /** The program's answer to the last key, until the next one. */
  readonly hint: string | null;
  /** What the start screen offers: the last sessions, before the examples; `chosen` counts through both. */
  readonly start: { readonly sessions: readonly ListedSession[]; readonly chosen: number | null };
  /** What leads the user through the demo; `null` without one. */
  readonly coach: string | null;
  /** What could be meant by the word before the cursor. */
  readonly completion: Completion | null;
  /** A list to choose from that has the keys. */
  readonly chooser: Chooser | null;
  readonly scroll: ScrollAnchor | null;
  /** The last line that was in view, while the user looks back: what follows it is new. */
  readonly seen: ScrollAnchor | null;
  /** A search in the conversation. */
  readonly search: ConversationSearch | null;
  /** The program has the mouse; else the terminal, which can select text with it. */
  readonly mouse: boolean;
  readonly theme: ThemeName;
  /** The item of the conversation that keys are about. */
  readonly chosenItem: number | null;
  readonly selected: TaskId | null;
  readonly pane: PaneState;
  /** What the next key may confirm. */
  readonly confirming: Confirming | null;
  /** The tasks are being stopped, and then the program quits: every key but those that hurry it is too late. */
  readonly quitting: boolean;
  readonly log: LogView | null;
  readonly helpTop: number;
  /** The word to the model that goes with a no, while it is written. */
  readonly reply: Editor | null;
  /** What is being typed into the stdin of a task. */
  readonly sending: { readonly id: TaskId; readonly editor: Editor } | null;
  /** First row shown of a question that is longer than its room. */
  readonly questionTop: number;
  /** It was scrolled to its end. */
  readonly questionSeen: boolean;
  /** Which of its answers is marked, counted from 0. */
  readonly questionChoice: number;
}

/** `typing`: what is searched for is still being written. `at`: the match that is looked at. */
export interface ConversationSearch {
  readonly editor: Editor;
  readonly typing: boolean;
  /** `nth`: of the matches in the item, counted from 0. */
  readonly at: { readonly itemId: number; readonly nth: number } | null;
}

/** Where and how large the list of tasks is. */
export interface PaneState {
  /** At the side only where the window is wide enough. */
  readonly place: 'side' | 'below';
  readonly hidden: boolean;
  /** Columns that it shall have at the side, and rows below; `null`: as many as suit the window. */
  readonly width: number | null;
  readonly rows: number | null;
  /** Also those that ended long ago. */
  readonly unfolded: boolean;
}

export type Focus = 'input' | 'conversation' | 'tasks';

/** The line at the top of the conversation while the user looks back; without one the screen follows the end. */
export interface ScrollAnchor {
  readonly itemId: number;
  /** Counted from the item's first line. */
  readonly line: number;
}

export type Confirming =
  /** `since`: when it was asked, in milliseconds. */
  | { readonly kind: 'stop'; readonly id: TaskId; readonly since: number }
  /** It has not ended: start the same beside it? */
  | { readonly kind: 'rerun'; readonly id: TaskId; readonly since: number }
  /** Ctrl+C was pressed once. */
  | { readonly kind: 'leave' }
  /** Tasks run: keep them or stop them? */
  | { readonly kind: 'quit'; readonly since: number };

/** One task's log, as far as it was read. */
export interface LogView {
  readonly taskId: TaskId;
  /** Adjacent, oldest first. */
  readonly pages: readonly LogPage[];
  /** The lines of all pages. */
  readonly lines: readonly LogLine[];
  /** First line shown; `null` follows the end. */
  readonly top: number | null;
  /** Columns that are scrolled out at the left. */
  readonly left: number;
  /** The number of the first line that is held, counted from 1; `null` when that is not known. */
  readonly firstLine: number | null;
  /** Long lines go on below, instead of being cut. */
  readonly wrapped: boolean;
  /** Without the colours of the command. */
  readonly plain: boolean;
  readonly search: LogSearch | null;
  /** Only the lines in which something was found. */
  readonly filtered: boolean;
  /** The screen of a task that has a terminal, in the place of its lines. */
  readonly screen: readonly string[] | null;
  /** The name of a file to save it in, while it is written. */
  readonly saving: Editor | null;
}

/** What is looked for in a log, and where it was found. */
export interface LogSearch {
  /** The errors that are recognised, or what the user wrote. */
  readonly of: 'errors' | 'text';
  readonly editor: Editor;
  /** It is still being written. */
  readonly typing: boolean;
  /** In the order of the log; of very many only the first. */
  readonly places: readonly LogPlace[];
  readonly total: number;
  /** The one that is looked at; -1 for none. */
  readonly current: number;
  readonly state: 'idle' | 'searching' | 'done';
  /** Some of the log was left out, because the pattern took too long on it. */
  readonly slow: boolean;
}
