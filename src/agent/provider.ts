/**
 * The port to a model.
 *
 * `call` never throws and never rejects: whatever goes wrong is its last event. It yields deltas while the model
 * speaks and ends with exactly one of `done`, `failed`, `aborted`. It makes the request once; only what a server refuses
 * is left out and asked again, seen as `retrying`. What may pass fails with `again`, and waiting is its caller's. After
 * `signal` aborts, the last event comes soon.
 *
 * Deliberately not here: history, tools' execution, permissions. A provider keeps nothing between two calls but what its
 * server has refused.
 */
import type { ProviderFailure, StopReason } from './events.ts';
import type { AssistantMessage, CacheMiss, Message, Usage } from './messages.ts';
import type { Effort, ModelInfo, ThinkingMode } from './model-list.ts';

export interface ModelProvider {
  /** `anthropic` or `offline`. */
  readonly name: string;
  /** The model as the screen shows it. */
  readonly model: string;
  call(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
  /** The models that can be asked, the newest first; empty when the server tells none. Never rejects. */
  listModels(): Promise<readonly ModelInfo[]>;
  /** Names of tools that its server refused, so that it is asked without them; without this it refuses none. */
  refusedTools?(): readonly string[];
}

export interface ModelRequest {
  readonly system: string;
  readonly tools: readonly ToolDefinition[];
  /**
   * As recorded; ends with a user message. Two of a role may follow each other, after an interruption or a failed
   * call: a provider joins them as its API wants.
   */
  readonly messages: readonly Message[];
  /** Another model than the provider's. */
  readonly model?: string;
  /** How hard it is to think; without it the model decides. */
  readonly effort?: Effort;
  /** How it is to think; without it, nothing is said of it. Ask only for what the model accepts. */
  readonly thinking?: ThinkingMode;
  /** The longest answer, in tokens, when it has to be shorter than the provider's own bound. */
  readonly maxTokens?: number;
  /** The prompt cache is wanted for an hour and not for five minutes. */
  readonly cachesLong?: boolean;
  /** `answerId` of the answer before, so that the API says why the cache was missed; `null` when there was none. */
  readonly previousAnswer?: string | null;
  /** Whether the answer may call tools; without it, it may. */
  readonly mayCall?: boolean;
}

export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly inputSchema: { readonly type: 'object'; readonly [key: string]: unknown };
}

export type ModelEvent =
  | { readonly type: 'text_delta'; readonly text: string }
  /** Empty where a thought begins and where it ends, which may be all that is to be seen of it. */
  | { readonly type: 'thinking_delta'; readonly text: string }
  /** `inputChars`: how much of the input has been written so far. */
  | { readonly type: 'tool_call_delta'; readonly callId: string; readonly name: string; readonly inputChars: number }
  | { readonly type: 'retrying'; readonly sentence: string }
  /** Nothing has come for so many seconds; `null`: something has come again. */
  | { readonly type: 'silent'; readonly seconds: number | null }
  | {
      readonly type: 'done';
      readonly message: AssistantMessage;
      readonly stopReason: StopReason;
      readonly usage: Usage;
      /** Why the model declined, in the server's words. */
      readonly refusal?: string;
      /** The API's id of the answer. */
      readonly answerId?: string;
      readonly cacheMiss?: CacheMiss;
    }
  /**
   * `partial`: what was said before, fit to stay in the history: whole blocks, no half tool calls. `usage`: what is paid
   * all the same, as far as it is known; without it the answer never began.
   */
  | {
      readonly type: 'failed';
      readonly failure: ProviderFailure;
      readonly partial: AssistantMessage;
      readonly usage?: Usage;
      readonly again?: Again;
    }
  | { readonly type: 'aborted'; readonly partial: AssistantMessage; readonly usage?: Usage };

/** The same request may well succeed later. */
export interface Again {
  /** How long the server asks to wait, in milliseconds. */
  readonly after?: number;
  /** Nothing speaks against asking at once. */
  readonly atOnce?: true;
}
