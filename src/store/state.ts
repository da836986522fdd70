/**
 * What the screen may know: plain, immutable data, folded from `AgentEvent`s and the user's own actions.
 * No handles, no promises, no timers.
 */
import type {
  FileChange,
  PermissionMode,
  Question,
  SandboxState,
  SessionInfo,
  Todo,
  ToolHeadline,
  UnreadNews,
} from '../agent/events.ts';
import type { Knowledge } from '../agent/knowledge/knowledge.ts';
import type { NoticedTask, Usage } from '../agent/messages.ts';
import type { Effort, ModelInfo } from '../agent/model-list.ts';
import type { Spending } from '../agent/spending.ts';
import type { LogLine, LogPage, LogPlace, Task, TaskId } from '../background/task.ts';
import type { Chooser } from './chooser.ts';
import type { Completion } from './completion.ts';
import type { Editor } from './editor.ts';
import type { PrintRates } from './print-rates.ts';
import type { QuotedLines } from './quoted-lines.ts';
import type { ThemeName } from './theme-names.ts';

/**
 * One thing in the conversation. An item never changes: a newer one with the same `id` replaces it, so that an item
 * itself is the key under which its wrapped lines are cached.
 */
export type Item = { readonly id: number } & ItemContent;

export type ItemContent =
  | { readonly kind: 'prompt'; readonly text: string }
  /** Markdown. `streaming`: more may follow. */
  | { readonly kind: 'assistant'; readonly text: string; readonly streaming: boolean }
  | {
      readonly kind: 'thinking';
      readonly text: string;
      readonly streaming: boolean;
      readonly startedAt: number;
      /** Milliseconds up to its last word; `null` when it is not known. */
      readonly took: number | null;
      readonly open?: boolean;
    }
  | {
      readonly kind: 'tool';
      readonly callId: string;
      readonly tool: ToolHeadline;
      /** `asking`: it waits for the user's word. */
      readonly state: 'writing' | 'asking' | 'running' | 'done' | 'failed';
      /** While it runs: nothing; then the tool's few words. */
      readonly summary: string;
      /** Done, but its command did not end well. */
      readonly endedBadly?: true;
      readonly taskId?: TaskId;
      /** What the model was answered, or the two ends of it. */
      readonly text?: string;
      readonly change?: FileChange;
      /** All of it is shown. */
      readonly open?: boolean;
    }
  /** `!command` or `&command`; `output` holds the last lines of a finished `!command`. */
  | {
      readonly kind: 'shell';
      readonly taskId: TaskId;
      readonly command: string;
      readonly background: boolean;
      readonly state: 'running' | 'done' | 'failed';
      readonly summary: string;
      readonly output: string;
      readonly open?: boolean;
    }
  /** Task ends that were told in the request with this number. */
  | { readonly kind: 'notice'; readonly tasks: readonly NoticedTask[]; readonly request: number }
  /** The program's own word: `Interrupted. 2 tasks go on.` */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'problem'; readonly text: string };

/** What the agent does now, since when. */
export type Activity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting' | 'thinking' | 'writing' | 'tools' | 'asking'; readonly since: number };

export interface SessionState {
  readonly info: SessionInfo | null;
  readonly activity: Activity;
  /** What is done without a question. */
  readonly permissions: PermissionMode;
  readonly sandbox: SandboxState;
  /** It was `all` once, so that may be returned to by a key. */
  readonly allChosen: boolean;
  readonly question: { readonly question: Question; readonly askedAt: number } | null;
  /** Typed while the model works; they join the next call. */
  readonly queued: readonly { readonly id: number; readonly text: string }[];
  /** Ends that wait for the user's word (setting `wake`). */
  readonly unread: readonly TaskId[];
  readonly requests: number;
  /** Of the last request. */
  readonly usage: Usage;
  /** About how many tokens the next request sends again; of a window that may not be known. */
  readonly context: { readonly tokens: number; readonly window: number | null };
  readonly spending: Spending;
  /** Who answers, how hard it thinks if the user chose that, and which others there are. */
  readonly model: string;
  readonly effort: Effort | null;
  readonly models: readonly ModelInfo[];
  /** Room is being made in the history. */
  readonly compacting: boolean;
  /** The model's plan. */
  readonly todos: readonly Todo[];
  /** Why a request is being repeated, while it is. */
  readonly retrying: string | null;
}

export interface ConversationState {
  readonly items: readonly Item[];
  readonly nextId: number;
  /** Characters in all items. */
  readonly size: number;
  /** What of the running request was shown as it came, so that its final message says nothing new. */
  readonly streamed: readonly ('assistant' | 'thinking')[];
}

export interface TasksState {
  /** In the order of their start. */
  readonly order: readonly TaskId[];
  readonly byId: { readonly [id: TaskId]: Task };
  /** The request in which an end was told. */
  readonly toldIn: { readonly [id: TaskId]: number };
  /** Which lines of their logs the model has been shown, as far as the numbers are known. */
  readonly quoted: QuotedLines;
  /** How much tasks printed lately. */
  readonly rates: { readonly [id: TaskId]: PrintRates };
  /** When something last happened to a task; what had ended long before is folded. */
  readonly changedAt: number;
}

/** What the model did when. */
export interface TimelineState {
  /** Each lasts until the next; times as in tasks. */
  readonly changes: readonly { readonly kind: Activity['kind']; readonly at: number }[];
  /** When a command that began in the foreground was left to the background. */
  readonly leftAt: { readonly [id: TaskId]: number };
}

/** What the model has to be told of tasks, in the order in which it came. */
export interface LedgerState {
  readonly entries: readonly LedgerEntry[];
  /** Tasks of which nothing is told until the user lets them speak again. */
  readonly muted: readonly TaskId[];
}

export interface LedgerEntry extends UnreadNews {
  readonly at: number;
  /** The user keeps it back. */
  readonly held: boolean;
  /** The request that carries it, and when it was made; `null` while it is unread. */
  readonly told: { readonly request: number; readonly at: number } | null;
  readonly answered: { readonly request: number; readonly at: number } | null;
}

/** Which part of the timeline is shown, in milliseconds: `from: null` follows the end, `span: null` shows all. */
export interface TimelineView {
  readonly from: number | null;
  readonly span: number | null;
}

/** What the user looks at and where keys go. */
export interface UiState {
  readonly focus: Focus;
  readonly view: 'main' | 'log' | 'help' | 'timeline' | 'ledger';
  /** Where closing the open log leads back to. */
  readonly logFrom: 'main' | 'timeline' | 'ledger';
  readonly timeline: TimelineView;
  /** The chosen entry, and what the model would be told now. */
  readonly ledger: { readonly selected: string | null; readonly preview: string };
  readonly editor: Editor;
  /** When the draft was last typed in; a question that comes up meanwhile does not take the keys. */
  readonly typedAt: number;
  /** The program's answer to the last key, until the next one. */
  readonly hint: string | null;
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
  readonly log: LogView | null;
  readonly helpTop: number;
  /** The word to the model that goes with a no, while it is written. */
  readonly reply: Editor | null;
  /** What is being typed into the stdin of a task. */
  readonly sending: { readonly id: TaskId; readonly editor: Editor } | null;
  /** First line shown of a question that is longer than its room. */
  readonly questionTop: number;
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
  | { readonly kind: 'stop'; readonly id: TaskId }
  /** It has not ended: start the same beside it? */
  | { readonly kind: 'rerun'; readonly id: TaskId }
  /** Ctrl+C was pressed once. */
  | { readonly kind: 'leave' }
  /** Tasks run: keep them or stop them? */
  | { readonly kind: 'quit' };

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

export interface State {
  readonly session: SessionState;
  readonly conversation: ConversationState;
  readonly tasks: TasksState;
  readonly timeline: TimelineState;
  readonly ledger: LedgerState;
  /** What is written down for the model. */
  readonly knowledge: Knowledge;
  readonly ui: UiState;
}
