/** What stands in the conversation, from top to bottom. */
import type { FileChange, ToolHeadline } from '../agent/events.ts';
import type { NoticedTask } from '../agent/messages.ts';
import type { TaskId } from '../background/task.ts';

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
      /** `asking`: it waits for the user's word; `waiting`: it asks when other questions are answered. */
      readonly state: 'writing' | 'asking' | 'waiting' | 'running' | 'done' | 'failed';
      /** Since when it runs, without the time in which it waited for the user; milliseconds since the epoch. */
      readonly runsSince?: number;
      /** While it runs: nothing; then the tool's few words. */
      readonly summary: string;
      /** Done, but its command did not end well. */
      readonly endedBadly?: true;
      /** The lines of its output that say most about that. */
      readonly excerpt?: readonly string[];
      readonly taskId?: TaskId;
      /** What the model was answered, or the two ends of it. */
      readonly text?: string;
      readonly change?: FileChange;
      /** All of it is shown. */
      readonly open?: boolean;
      /** The first of calls that are grouped, and they are shown one by one. */
      readonly spread?: boolean;
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
  /** What a turn took and did, below it. */
  | { readonly kind: 'turn'; readonly done: TurnDone }
  /** The program's own word: `Interrupted. 2 tasks go on.` */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'problem'; readonly text: string };

export interface TurnDone {
  /** Milliseconds, without those in which it waited for the user. */
  readonly took: number;
  /** Calls that came to an end. */
  readonly tools: number;
  /** Files that were changed, and lines. */
  readonly files: number;
  readonly added: number;
  readonly removed: number;
  /** Where the price of the model is known. */
  readonly dollars: number;
  /** Tasks of any session that still run. */
  readonly running: number;
}

/** The id of a group of calls that begins with that one: in the order of ids it stands before it. */
export function groupIdOf(firstId: number): number {
  return firstId - 0.5;
}
