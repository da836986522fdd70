/**
 * A session: it owns the history, the inbox of typed prompts, the abort controller, and wakes the loop.
 *
 * Whoever listens gets every `AgentEvent` in order; the first is `session_started`. Verbs answer at once and never
 * throw; what comes of them is events.
 */
import type { LogPage, LogQuery, TaskId } from '../background/task.ts';
import type { AgentEvent, Answer } from './events.ts';

export interface Session {
  readonly id: string;
  /** A typed prompt. It joins the next call. Empty text tells the model what is unread, when anything is. */
  submit(text: string): void;
  /** `!command`: runs in the foreground of the conversation; the model knows of it at the next call. */
  runShell(command: string): void;
  /** `&command`: a background task of the user's. Its end is told like every other. */
  runBackground(command: string): void;
  /** Ends the turn: the call or the tool that runs. Background tasks go on. No effect when idle. */
  interrupt(): void;
  answer(questionId: string, answer: Answer): void;
  /** Leaves the command that runs in the foreground to the background. No effect when there is none. */
  moveToBackground(): void;
  stopTask(id: TaskId): void;
  readLog(id: TaskId, query: LogQuery): Promise<LogPage>;
  subscribe(listener: (event: AgentEvent) => void): () => void;
  /**
   * Ends the session: interrupts the turn, then stops every running task or leaves them running. Settles when that
   * is done; bounded in time.
   */
  close(tasks: 'stop' | 'keep'): Promise<void>;
}
