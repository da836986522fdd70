/** What a session offers to whoever shows it and speaks for the user, and to agents in the background that share it. */
import type { NewsId } from '../background/outbox.ts';
import type { LogFindings, LogPage, LogPlace, LogQuery, LogSearchQuery } from '../background/task-log.ts';
import type { TaskId, TaskUsage } from '../background/task.ts';
import type { ContextFill } from './context-fill.ts';
import type { AgentEvent, Answer, PermissionMode } from './events.ts';
import type { ServerStatus } from './mcp/servers.ts';
import type { Usage } from './messages.ts';
import type { Effort, ThinkingMode } from './model-list.ts';
import type { Questions } from './questions.ts';
import type { Changing } from './undo/undo.ts';
import type { UndoVerbs } from './undo/undo-verbs.ts';

export interface Session extends UndoVerbs {
  readonly id: string;
  /** A typed prompt. It joins the next call. Empty text tells the model what is unread, or repeats a failed call. */
  submit(text: string): void;
  /** Makes the request now that waits to be made again (`request_waiting`); false when none does. */
  hasten(): boolean;
  /** Takes a typed prompt back that the model was not told yet; false when it was. */
  retractPrompt(id: number): boolean;
  /** `!command`: runs in the foreground of the conversation; the model knows of it at the next call. */
  runShell(command: string): void;
  /** `&command`: a background task of the user's. Its end is told like every other. */
  runBackground(command: string): void;
  /** Ends the turn: the call or the tool that runs, and a `!command`. Background tasks go on. */
  interrupt(): void;
  answer(questionId: string, answer: Answer): void;
  /** Lets the model sum up what is old in the history; `focus`, what must stay in it, may be empty. */
  compact(focus: string): void;
  /** Another model from now on; without an effort it decides itself how hard it thinks. */
  chooseModel(model: string, effort: Effort | null): void;
  /** How the model thinks from now on. */
  chooseThinking(mode: ThinkingMode): void;
  /** Asks in the background which models there are. */
  loadModels(): Promise<void>;
  /** What is allowed without a question from now on. A question that is open stays open. */
  setPermissions(mode: PermissionMode): void;
  /** Leaves the command that runs in the foreground to the background. No effect when there is none. */
  moveToBackground(): void;
  stopTask(id: TaskId): void;
  /** Takes a task of another session into this one: from now on its end is told here. */
  adoptTask(id: TaskId): void;
  pauseTask(id: TaskId): void;
  resumeTask(id: TaskId): void;
  /** Starts a new task of the user's with the same command, whatever the old one does; answers which. */
  rerunTask(id: TaskId): TaskId | null;
  /** Sends text to the stdin of a task, then its end if `eof`. */
  sendToTask(id: TaskId, input: string, options: { readonly eof: boolean }): void;
  /** Keeps something back that is unread, or lets it go: then it is told like everything else, once. */
  holdNews(id: NewsId, held: boolean): void;
  /** Keeps back all that a task has and will have to tell, or lets it go. */
  muteTask(id: TaskId, muted: boolean): void;
  /** What the model would be told now, besides results of tools; empty when there is nothing. */
  previewNext(): Promise<string>;
  readLog(id: TaskId, query: LogQuery): Promise<LogPage>;
  searchLog(id: TaskId, query: LogSearchQuery): Promise<LogFindings>;
  /** Lines of the log with which errors begin. */
  findErrors(id: TaskId): Promise<readonly LogPlace[]>;
  /** What running tasks use of the machine, every few seconds until the returned function is called. */
  watchUsage(listener: (usage: ReadonlyMap<TaskId, TaskUsage>) => void): () => void;
  /** What fills the model's window, by kind. */
  contextFill(): Promise<ContextFill>;
  /** The MCP servers of the session, and what they offer. */
  mcpServers(): readonly ServerStatus[];
  /** Names of tools that are not offered to the model, because its server refused them. */
  refusedTools(): readonly string[];
  /** Sends what a prompt of an MCP server comes to, with what was typed behind it; answers why not, in a sentence. */
  submitMcpPrompt(address: string, typed: string): Promise<string | null>;
  setTitle(title: string): void;
  /** Own tasks that go on or of which something is untold; after `close`, as it was then. */
  unfinished(): readonly TaskId[];
  /** Tells the user what belongs to nothing else, in one sentence: a `problem`. */
  report(sentence: string): void;
  /** The same, told to the model too, at its next call. */
  warn(sentence: string): void;
  /**
   * Every event from now on, in order. `session_started` comes first, to the listeners there are at `start`; then, of a
   * session that is taken up again, what was recorded of its conversation.
   */
  subscribe(listener: (event: AgentEvent) => void): () => void;
  start(): void;
  /**
   * Ends the session: interrupts the turn, ends what is queued, then stops every running task of it or leaves them
   * running. Settles when that is done; bounded in time.
   */
  close(tasks: 'stop' | 'keep'): Promise<void>;
}

export interface RequestCost {
  readonly usage: Usage;
  readonly model?: string;
  readonly dollars?: number;
}

/** What an agent in the background asks goes to the same human, and counts in the same mode. */
export interface SharedPorts {
  readonly questions: Questions;
  mode(): PermissionMode;
  /** The model that is asked now. */
  model(): { readonly model: string; readonly effort: Effort | null };
  /** Why there may be no further request, when a limit of the session is reached. */
  whyNotAsk(): string | undefined;
  /** Has to be called before a tool of an agent changes a file. */
  changing(change: Changing): Promise<() => void>;
  /** What a request of an agent took. */
  onRequest(taskId: TaskId, spent: RequestCost): void;
}
