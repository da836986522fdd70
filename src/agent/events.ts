/**
 * Vocabulary: everything that happens in a session, as one union. The journal writes it, the store folds it, the
 * headless mode prints it, tests assert it. Pure.
 *
 * Order: a `request_started` is followed by deltas and by exactly one of `request_done`, `request_failed`,
 * `request_aborted`. Every `tool_started` is followed by one `tool_done`; several may be open at once. `turn_started` and
 * `turn_ended` alternate.
 */
import type { LineRange } from '../background/task-log.ts';
import type { TaskEvent, TaskId } from '../background/task.ts';
import type { AssistantMessage, CacheMiss, Message, ToolResult, Usage, UserMessage } from './messages.ts';
import type { Effort, ModelInfo, ThinkingMode } from './model-list.ts';
import type { ToolDefinition } from './provider.ts';

export type AgentEvent = SessionEvent | TaskEvent;

export type SessionEvent =
  | { readonly type: 'session_started'; readonly info: SessionInfo }
  /** What the user calls the session. */
  | { readonly type: 'session_titled'; readonly at: number; readonly title: string }
  /** The user typed it; it waits for the next call. */
  | { readonly type: 'prompt_queued'; readonly id: number; readonly text: string }
  /** The user took it back before the model was told; it is as if it had never been typed. */
  | { readonly type: 'prompt_retracted'; readonly id: number }
  | { readonly type: 'turn_started'; readonly at: number; readonly cause: TurnCause }
  /**
   * The model is going to be told this. One record: what it says, which news of tasks it tells (also what a tool
   * result told; `outbox.ts` has the form of these ids, an end is told by its task's), which queued prompts it takes.
   */
  | {
      readonly type: 'user_message';
      readonly at: number;
      readonly message: UserMessage;
      readonly told: readonly string[];
      readonly promptIds: readonly number[];
    }
  /**
   * Every request begins with this from now on. Thinking that was said before goes back no more: it is bound to what
   * stood before it.
   */
  | {
      readonly type: 'prefix_recorded';
      readonly at: number;
      readonly system: string;
      readonly tools: readonly ToolDefinition[];
    }
  /** The model was told how its instructions have changed: they are this, in other words than those that are sent. */
  | { readonly type: 'system_change_told'; readonly at: number; readonly system: string }
  /** Requests are numbered from 1. A repeated request has a new number. */
  | { readonly type: 'request_started'; readonly at: number; readonly request: number }
  | { readonly type: 'text_delta'; readonly text: string }
  /** Empty where a thought begins and where it ends. */
  | { readonly type: 'thinking_delta'; readonly text: string }
  /** The model begins to write a tool call; its input follows with `tool_started`. */
  | { readonly type: 'tool_call_delta'; readonly callId: string; readonly name: string; readonly inputChars: number }
  | { readonly type: 'request_retrying'; readonly sentence: string }
  /** Nothing has come of the answer since then; `null`: something has come again. */
  | { readonly type: 'request_silent'; readonly since: number | null }
  /**
   * A request failed in a way that may pass, and is made again by itself at `until`. Follows `request_failed`, or a
   * request for a summary, which has no events of its own. `sentence`: for people, without a countdown of its own.
   */
  | {
      readonly type: 'request_waiting';
      readonly at: number;
      readonly until: number;
      readonly kind: ProviderFailure['kind'];
      readonly sentence: string;
    }
  /** `dollars`: what it cost, when the price of the model is known. */
  | {
      readonly type: 'request_done';
      readonly at: number;
      readonly stopReason: StopReason;
      readonly usage: Usage;
      readonly model?: string;
      readonly dollars?: number;
      /** Why the model declined, in the server's words. */
      readonly refusal?: string;
      /** The API's id of the answer. */
      readonly answerId?: string;
      readonly cacheMiss?: CacheMiss;
      /** What it said is dropped: another model is asked instead. */
      readonly mended?: boolean;
    }
  /**
   * `mended`: the program goes on by itself, and what it does about it follows; what was said is dropped. With `usage`
   * the answer had begun, and costs that much as far as it is known.
   */
  | ({
      readonly type: 'request_failed';
      readonly at: number;
      readonly failure: ProviderFailure;
      readonly mended?: boolean;
    } & Partial<Spent>)
  | ({ readonly type: 'request_aborted'; readonly at: number } & Partial<Spent>)
  /** An agent in the background has asked the model; what was said is in the log of its task. */
  | {
      readonly type: 'agent_request';
      readonly at: number;
      readonly taskId: TaskId;
      readonly usage: Usage;
      readonly model?: string;
      readonly dollars?: number;
    }
  /** What the model said is in the history, also when it was cut short. */
  | { readonly type: 'assistant_message'; readonly at: number; readonly message: AssistantMessage }
  | { readonly type: 'tool_started'; readonly at: number; readonly callId: string; readonly tool: ToolHeadline }
  /** The call runs that task. */
  | { readonly type: 'tool_task'; readonly callId: string; readonly taskId: TaskId }
  /** `told`: ends that the result tells, if any. */
  | {
      readonly type: 'tool_done';
      readonly at: number;
      readonly result: ToolResult;
      readonly told?: readonly TaskId[];
      readonly change?: FileChange;
      /** The model's plan from now on. */
      readonly todos?: readonly Todo[];
    }
  | { readonly type: 'question_asked'; readonly at: number; readonly question: Question }
  /** What the session's own agent is about to ask waits until other questions are answered, or no longer does. */
  | {
      readonly type: 'question_waiting';
      readonly at: number;
      readonly isWaiting: boolean;
      /** The tool call that it is about. */
      readonly callId?: string;
    }
  | { readonly type: 'question_answered'; readonly id: string; readonly answer: Answer | 'withdrawn' }
  /** `!command` or `&command` of the user. */
  | {
      readonly type: 'shell_started';
      readonly at: number;
      readonly command: string;
      readonly taskId: TaskId;
      readonly background: boolean;
    }
  /** The end of a `!command`, with the end of what it printed, at most 4,000 characters. */
  | {
      readonly type: 'shell_done';
      readonly at: number;
      readonly taskId: TaskId;
      readonly summary: string;
      readonly output: string;
      /** The lines of its log that `output` holds. */
      readonly quoted?: readonly LineRange[];
    }
  /** The user took a task of another session into this one: from now on its end is told here. */
  | { readonly type: 'task_adopted'; readonly at: number; readonly taskId: TaskId }
  /** The user's choice, from now on. Without an effort the model decides. */
  | { readonly type: 'model_chosen'; readonly at: number; readonly model: string; readonly effort: Effort | null }
  /** The user's choice, from now on. */
  | { readonly type: 'thinking_chosen'; readonly at: number; readonly thinking: ThinkingMode }
  /** The model is overloaded, and another is asked for a while; or it declined, and another is asked once. */
  | {
      readonly type: 'model_fell_back';
      readonly at: number;
      readonly from: string;
      readonly to: string;
      readonly why?: 'declined';
    }
  /** Which model answers, the tokens of its window when that is known, which there are; told at the start. */
  | {
      readonly type: 'model_announced';
      readonly model: string;
      readonly effort: Effort | null;
      readonly thinking: ThinkingMode;
      readonly window: number | null;
      readonly models: readonly ModelInfo[];
    }
  /** Room is made in the history; `compacted` or `compaction_failed` follows. */
  | { readonly type: 'compaction_started'; readonly at: number; readonly cause: CompactionCause }
  /**
   * The history is this from now on; nothing that was recorded before is lost. `summary` is null when old results were
   * shortened and that was enough. `before` and `after`: about how many tokens a request took, and takes.
   */
  | {
      readonly type: 'compacted';
      readonly at: number;
      readonly cause: CompactionCause;
      readonly history: readonly Message[];
      readonly summary: string | null;
      readonly before: number;
      readonly after: number;
      /** By the requests for the summary. */
      readonly spent?: Spent;
    }
  /** Nothing has changed; the sentence says why. */
  | { readonly type: 'compaction_failed'; readonly at: number; readonly sentence: string; readonly spent?: Spent }
  /** What is allowed without a question from now on; told once at the start. */
  | { readonly type: 'permissions_changed'; readonly mode: PermissionMode; readonly sandbox: SandboxState }
  /** There is something to tell the model: a task ended, printed what is watched for, or seems to ask. */
  | { readonly type: 'news_unread'; readonly at: number; readonly news: UnreadNews }
  /** The user keeps it back, or lets it go. */
  | { readonly type: 'news_held'; readonly at: number; readonly id: string; readonly held: boolean }
  /** The user keeps back all that a task tells, or lets it go. */
  | { readonly type: 'task_muted'; readonly at: number; readonly taskId: TaskId; readonly muted: boolean }
  /** A tool is going to change a file; what it is and will be is kept under these hashes. */
  | { readonly type: 'file_changing'; readonly at: number; readonly change: FileImage }
  /** That change was not made. */
  | { readonly type: 'file_change_failed'; readonly at: number; readonly change: FileImage }
  /** The user took back what a turn changed, or put it back; `group` is when its first change was made. */
  | {
      readonly type: 'changes_undone' | 'changes_redone';
      readonly at: number;
      readonly group: number;
      readonly files: readonly string[];
    }
  /** Tasks with news that waits while nothing wakes the session (setting `wake`: ask or off). */
  | { readonly type: 'unread_changed'; readonly taskIds: readonly TaskId[] }
  | { readonly type: 'turn_ended'; readonly at: number; readonly reason: TurnEnd }
  /** Something the user must know that belongs to nothing else: the journal cannot be written, a task was left. */
  | { readonly type: 'problem'; readonly at: number; readonly sentence: string };

/** What a request took; `dollars` when the price of the model is known. */
export interface Spent {
  readonly usage: Usage;
  readonly model: string;
  readonly dollars?: number;
}

/** One step of the model's plan. */
export interface Todo {
  readonly text: string;
  readonly state: 'open' | 'doing' | 'done';
}

/** A file before and after a change, by hash: `null` where there is no file; `too-large` was not kept. */
export interface FileImage {
  /** Absolute, with links resolved. */
  readonly file: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Its permissions before. */
  readonly mode: number | null;
}

/** Something that is to be told; `id` is what `user_message.told` calls it. */
export interface UnreadNews {
  readonly id: string;
  readonly taskId: TaskId;
  readonly kind: 'ended' | 'matched' | 'asks';
  /** In one line: `npm install completed after 41.2 s`. */
  readonly line: string;
}

export interface SessionInfo {
  readonly id: string;
  readonly at: number;
  readonly cwd: string;
  readonly provider: string;
  readonly model: string;
}

/** `compaction`: the user wants room to be made, and nothing is told. */
export type TurnCause = 'prompt' | 'notice' | 'compaction';
/** The window is nearly full, the user wants it, or the API refused a request that was too long. */
export type CompactionCause = 'limit' | 'asked' | 'overflow';
/** `closed`: the program ended first; who resumes the session takes the turn up. */
export type TurnEnd = 'answered' | 'failed' | 'interrupted' | 'closed';

/** Why the model stopped: the API's words, and `other` for those that are newer than this program. */
export type StopReason =
  | 'end_turn'
  | 'tool_use'
  | 'max_tokens'
  | 'stop_sequence'
  | 'refusal'
  | 'pause_turn'
  /** The window of the model is full. */
  | 'window_full'
  | 'other';

/** A request that came to nothing. `sentence` says what happened and what to do; it never holds a key. */
export interface ProviderFailure {
  readonly kind:
    | 'authentication'
    | 'permission'
    | 'not-found'
    | 'bad-request'
    | 'too-large'
    | 'rate-limit'
    | 'overloaded'
    | 'billing'
    | 'server'
    | 'connection'
    | 'timeout'
    | 'protocol';
  readonly sentence: string;
}

/** A tool call in the words of the screen: `background  npm install`. */
export interface ToolHeadline {
  readonly name: string;
  /** One word: `ran`, `background`, `wrote`, `edited`, `read`, `checked`, `sent`, `stopped`, `paused`, … */
  readonly verb: string;
  /** What it is about: the command, the path, the task. One line. */
  readonly subject: string;
  /** The whole command, when `subject` is only its beginning or its name. */
  readonly command?: string;
  /** Markdown that the user is shown below it. */
  readonly document?: string;
}

/**
 * What a call changed in a file, for the screen: `@@ line 12 @@`, then lines that begin with `+`, `-` or a blank.
 * `hidden`: how many more there are; the beginning is kept.
 */
export interface FileChange {
  readonly lines: readonly string[];
  readonly hidden: number;
  /** How many lines came and went, hidden ones included; missing in old records. */
  readonly added?: number;
  readonly removed?: number;
}

/**
 * What needs no word of the human's: `ask`, reading in the project; `edits`, also changing its files; `plan`, reading,
 * and what a rule allows that changes no file; `all`, everything. Rules that forbid or ask hold in each of them.
 */
export const PERMISSION_MODES = ['ask', 'edits', 'plan', 'all'] as const;
export type PermissionMode = (typeof PERMISSION_MODES)[number];

/** Where commands run: freely, though there is a sandbox or not; or in one, with or without network. */
export type SandboxState = 'none' | 'offered' | 'online' | 'offline';

/** Asks the human before something is done. A task's end or another message never answers it. */
export interface Question {
  readonly id: string;
  /** `Run this command?`, `Write this file?` */
  readonly title: string;
  /** Exactly what will be done, line by line: the whole command, or the path and the lines to be written. */
  readonly body: readonly string[];
  /** Where and under which limits: `in ~/shop · time limit 300 s`. */
  readonly context: string;
  /** The agent in the background that asks, by its name; nothing when the session's own does. */
  readonly agent?: string;
  /** The tool call that it is about. */
  readonly callId?: string;
  /** Why it is asked, when that does not go without saying: `it is not known where cd leads`. */
  readonly why?: string;
  /** What "for this session" would allow: `npm test *`; empty when that cannot be answered. */
  readonly scope: string;
  /** What "always" would allow; without it that cannot be answered. */
  readonly always?: { readonly rules: readonly string[]; readonly where: string };
  /** Markdown that the question is about; `body` then holds only the answers. */
  readonly document?: string;
  /** From that line of `body` on it is a change: a patch as in `FileChange`, or all lines of a new file. */
  readonly change?: { readonly from: number; readonly kind: 'patch' | 'new' };
  /** The first so many lines of `body` are a shell command line. */
  readonly commandLines?: number;
  /** How many numbered answers `body` offers, instead of yes and no; with a no goes an answer in own words. */
  readonly choices?: number;
}

/** `once`, for the rest of this session, for ever by the rules that were shown, or no; with a no may go a word. */
export type Answer =
  | { readonly kind: 'once' }
  | { readonly kind: 'session' }
  | { readonly kind: 'always' }
  /** Counted from 0. */
  | { readonly kind: 'chosen'; readonly choice: number }
  | { readonly kind: 'no'; readonly word: string };
