/**
 * Vocabulary: the conversation as the journal keeps it. Pure; every folder to the right may import it.
 *
 * It follows the Messages API in what it says and leaves out how the API spells it: `anthropic.ts` translates.
 */
import type { LineRange } from '../background/task-log.ts';
import type { TaskId } from '../background/task.ts';

/** What the model said. `input` is what it sent, not yet checked against the tool's schema. */
export type AssistantBlock =
  | { readonly kind: 'text'; readonly text: string }
  /** `signature` is the API's; a thinking block must go back to it unchanged. */
  | { readonly kind: 'thinking'; readonly text: string; readonly signature: string }
  | { readonly kind: 'redacted-thinking'; readonly data: string }
  | ToolCall;

export interface ToolCall {
  readonly kind: 'tool-call';
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  /** The answer ended within the call, after so many tokens: it is never run. Its `input` is not what was meant. */
  readonly cutAt?: number;
}

export interface ToolResult {
  readonly kind: 'tool-result';
  readonly callId: string;
  readonly text: string;
  readonly isError: boolean;
  /** What the model is shown beside the text. */
  readonly files?: readonly Attachment[];
  /** A few words for the screen: `exit 0 · 0.3 s`, `+18 −0`. */
  readonly summary: string;
  /** The command did not end well, which is no error of the call; for the screen. */
  readonly endedBadly?: true;
  /** The lines of its output that say most about that; for the screen. */
  readonly excerpt?: readonly string[];
  /** The task that the call started or is about, for the screen. */
  readonly taskId?: TaskId;
  /** Lines of the log of that task that `text` shows; for the screen. */
  readonly quoted?: readonly LineRange[];
}

/** A picture or a PDF; `data` is base64. */
export interface Attachment {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'application/pdf';
  readonly data: string;
}

/** What the model is told. Only a `prompt` is the human's own word. */
export type UserBlock =
  | ToolResult
  | { readonly kind: 'prompt'; readonly text: string }
  /**
   * News of tasks or where they stand, reported by the program; `text` is the whole block. `instructs`: all of it is the
   * program's own word, with the weight of the system prompt, and none of it is what a command or a file said.
   */
  | {
      readonly kind: 'notice';
      readonly text: string;
      readonly tasks: readonly NoticedTask[];
      readonly instructs?: true;
    }
  /** What the model wrote of the messages that stood before, when room was made; `text` is the whole block. */
  | { readonly kind: 'summary'; readonly text: string }
  /** A command that the user ran by `!command` or `&command`, with what came of it. */
  | {
      readonly kind: 'shell';
      readonly command: string;
      readonly text: string;
      readonly taskId: TaskId;
      readonly quoted?: readonly LineRange[];
    };

/** One line for the screen about a task whose end is told: `npm install completed after 41 s`. */
export interface NoticedTask {
  readonly id: TaskId;
  readonly line: string;
  /** Lines of its log that the block quotes. */
  readonly quoted?: readonly LineRange[];
}

export interface AssistantMessage {
  readonly role: 'assistant';
  readonly blocks: readonly AssistantBlock[];
}

export interface UserMessage {
  readonly role: 'user';
  readonly blocks: readonly UserBlock[];
}

export type Message = AssistantMessage | UserMessage;

/** Tokens of one request, as the API counts them. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** Those of `cacheWrite` that are kept for an hour. */
  readonly cacheWriteLong?: number;
}

/**
 * Why a request read less of the prompt cache than the request before it had left there. `changed`: which part of the
 * request differs; `tokens`: about how many had to be sent again, where the API says. `expired`: nothing differs, and
 * nothing was read. `unknown`: the API could not tell.
 */
export type CacheMiss =
  | { readonly kind: 'changed'; readonly part: 'model' | 'system' | 'tools' | 'messages'; readonly tokens?: number }
  | { readonly kind: 'expired'; readonly tokens?: number }
  | { readonly kind: 'unknown' };

/** The calls in a message, in order. */
export function toolCalls(message: AssistantMessage): readonly ToolCall[] {
  return message.blocks.filter((block) => block.kind === 'tool-call');
}
