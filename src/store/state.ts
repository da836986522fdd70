/**
 * What the screen may know: plain, immutable data, folded from `AgentEvent`s and the user's own actions.
 * No handles, no promises, no timers.
 */
import type { PermissionMode, Question, SandboxState, SessionInfo, Todo, UnreadNews } from '../agent/events.ts';
import type { Knowledge } from '../agent/knowledge/knowledge.ts';
import type { Usage } from '../agent/messages.ts';
import type { Effort, ModelInfo, ThinkingMode } from '../agent/model-list.ts';
import type { Spending } from '../agent/spending.ts';
import type { Task, TaskId } from '../background/task.ts';
import type { Item } from './item.ts';
import type { OpenTurn } from './turn-done.ts';
import type { PrintRates } from './print-rates.ts';
import type { QuotedLines } from './quoted-lines.ts';
import type { UiState } from './ui-state.ts';

/** What the agent does now, since when. */
export type Activity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting' | 'thinking' | 'writing' | 'tools' | 'asking'; readonly since: number };

export interface SessionState {
  readonly info: SessionInfo | null;
  /** What the user calls it. */
  readonly title: string | null;
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
  /** What has come of answers in this turn. */
  readonly received: Received;
  /** Of the last request. */
  readonly usage: Usage;
  /** About how many tokens the next request sends again; of a window that may not be known. */
  readonly context: { readonly tokens: number; readonly window: number | null };
  readonly spending: Spending;
  /** Who answers, how hard it thinks if the user chose that, and which others there are. */
  readonly model: string;
  readonly effort: Effort | null;
  readonly thinking: ThinkingMode;
  readonly models: readonly ModelInfo[];
  /** Room is being made in the history. */
  readonly compacting: boolean;
  /** The model's plan. */
  readonly todos: readonly Todo[];
  /** Why a request is being repeated, while it is. */
  readonly retrying: string | null;
  /** The request that failed and is made again by itself, and when. */
  readonly wait: RequestWait | null;
  /** Since when nothing has come of an answer, when that is long. */
  readonly silentSince: number | null;
}

export interface Received {
  /** Of requests that are done; tokens as the API counts them. */
  readonly tokens: number;
  /** Characters of the answer that is coming, without those of `call`. */
  readonly chars: number;
  /** The call that is being written. */
  readonly call: { readonly id: string; readonly chars: number } | null;
}

export interface RequestWait {
  /** In few words: `overloaded`. */
  readonly reason: string;
  readonly sentence: string;
  /** How long it was when it began: `in 12 s`. */
  readonly inWords: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

export interface ConversationState {
  readonly items: readonly Item[];
  readonly nextId: number;
  /** Characters in all items. */
  readonly size: number;
  /** What of the running request was shown as it came, so that its final message says nothing new. */
  readonly streamed: readonly ('assistant' | 'thinking')[];
  /** What the turn has done so far, while one goes on. */
  readonly turn: OpenTurn | null;
  /** An item may be growing. Nothing of a recorded conversation is, so that its thousands of items need no search. */
  readonly grows: boolean;
}

export interface TasksState {
  /** In the order of their start. */
  readonly order: readonly TaskId[];
  readonly byId: { readonly [id: TaskId]: Task };
  /** Which lines of their logs the model has been shown. */
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
