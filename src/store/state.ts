/**
 * What the screen may know: plain, immutable data, folded from `AgentEvent`s and the user's own actions.
 * No handles, no promises, no timers.
 */
import type { SessionInfo, Question, ToolHeadline } from '../agent/events.ts';
import type { NoticedTask, Usage } from '../agent/messages.ts';
import type { Task, TaskId } from '../background/task.ts';

/**
 * One thing in the conversation. An item never changes: a newer one with the same `id` replaces it, so that an item
 * itself is the key under which its wrapped lines are cached.
 */
export type Item = { readonly id: number } & ItemContent;

export type ItemContent =
  | { readonly kind: 'prompt'; readonly text: string }
  /** Markdown. `streaming`: more may follow. */
  | { readonly kind: 'assistant'; readonly text: string; readonly streaming: boolean }
  | { readonly kind: 'thinking'; readonly text: string; readonly streaming: boolean }
  | {
      readonly kind: 'tool';
      readonly callId: string;
      readonly tool: ToolHeadline;
      readonly state: 'writing' | 'running' | 'done' | 'failed';
      /** While it runs: nothing; then the tool's few words. */
      readonly summary: string;
      readonly taskId?: TaskId;
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
  readonly question: { readonly question: Question; readonly askedAt: number } | null;
  /** Typed while the model works; they join the next call. */
  readonly queued: readonly { readonly id: number; readonly text: string }[];
  /** Ends that wait for the user's word (setting `wake`). */
  readonly unread: readonly TaskId[];
  readonly requests: number;
  readonly usage: Usage;
}

export interface TasksState {
  /** In the order of their start. */
  readonly order: readonly TaskId[];
  readonly byId: { readonly [id: TaskId]: Task };
  /** The request in which an end was told. */
  readonly toldIn: { readonly [id: TaskId]: number };
}
