/** What an export shows of a session. Plain data; times in milliseconds since the epoch. */
import type { FileChange, SessionInfo } from '../agent/events.ts';
import type { NoticedTask, Usage } from '../agent/messages.ts';
import type { Task, TaskId } from '../background/task.ts';

export interface Report {
  readonly id: string;
  /** How the session began; nothing when that is not recorded. */
  readonly info: SessionInfo | undefined;
  /** The beginning of the first prompt. */
  readonly title: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly items: readonly ReportItem[];
  readonly tasks: readonly ReportTask[];
  readonly spans: readonly Span[];
  readonly requests: number;
  readonly usage: Usage;
}

export type ReportItem =
  | { readonly kind: 'prompt'; readonly at: number; readonly text: string }
  | { readonly kind: 'answer'; readonly at: number; readonly text: string }
  | { readonly kind: 'thinking'; readonly text: string }
  | ReportCall
  /** The model was told of ends; `request` is the number of the request that carried it. */
  | { readonly kind: 'notice'; readonly at: number; readonly request: number; readonly tasks: readonly NoticedTask[] }
  | {
      readonly kind: 'shell';
      readonly at: number;
      readonly command: string;
      readonly background: boolean;
      readonly taskId: TaskId;
      readonly summary: string;
      readonly output: string;
    }
  | { readonly kind: 'note' | 'problem'; readonly at: number; readonly text: string };

export interface ReportCall {
  readonly kind: 'call';
  readonly at: number;
  readonly callId: string;
  /** `ran`, `wrote`, …: see `ToolHeadline`. */
  readonly verb: string;
  readonly subject: string;
  /** What the model sent, as text. */
  readonly input: string;
  /** What it changed in a file. */
  readonly change: FileChange | undefined;
  /** What the model got; nothing when the call came to no end. */
  readonly result: string | undefined;
  readonly summary: string;
  readonly failed: boolean;
  readonly taskId: TaskId | undefined;
}

export interface ReportTask {
  readonly task: Task;
  /** The request in which its end was told. */
  readonly toldIn: number | undefined;
  /** What matters in its log; empty when it printed nothing or the log is not kept any more. */
  readonly digest: string;
}

/** Something that took time: the model answered, a tool ran, a task ran. */
export interface Span {
  readonly kind: 'model' | 'tool' | 'task';
  readonly from: number;
  /** The end; that of the record when there is none. */
  readonly to: number;
  readonly label: string;
  readonly taskId?: TaskId;
  /** A server or watcher: it ran until somebody stopped it, so how long says nothing about work. */
  readonly endless?: boolean;
}
