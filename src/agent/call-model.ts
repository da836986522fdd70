/** One request to the model, told as events; what it said becomes a message fit for the history. */
import type { AgentEvent, StopReason } from './events.ts';
import type { Reply } from './loop.ts';
import type { AssistantBlock, AssistantMessage, Message } from './messages.ts';
import type { ModelProvider, ToolDefinition } from './provider.ts';

export interface ModelCall {
  readonly provider: ModelProvider;
  readonly system: string;
  readonly tools: readonly ToolDefinition[];
  readonly history: readonly Message[];
  /** The number of this request in the session. */
  readonly request: number;
  readonly signal: AbortSignal;
  emit(event: AgentEvent): void;
  now(): number;
}

/** Makes the call. The events in `events.ts` say in which order it reports; never rejects. */
export async function callModel(call: ModelCall): Promise<Reply> {
  const { provider, system, tools, emit, now, signal } = call;
  emit({ type: 'request_started', at: now(), request: call.request });
  const request = { system, tools, messages: call.history };
  for await (const event of provider.call(request, signal)) {
    switch (event.type) {
      case 'text_delta':
      case 'thinking_delta':
      case 'tool_call_delta':
        emit(event);
        break;
      case 'retrying':
        emit({ type: 'request_retrying', sentence: event.sentence });
        break;
      case 'done':
        emit({ type: 'request_done', at: now(), stopReason: event.stopReason, usage: event.usage });
        return { kind: 'said', message: neverEmpty(event.message, event.stopReason) };
      case 'failed':
        emit({ type: 'request_failed', at: now(), failure: event.failure });
        return { kind: 'failed' };
      case 'aborted':
        emit({ type: 'request_aborted', at: now() });
        return { kind: 'interrupted', message: sendable(event.partial) };
      default:
        event satisfies never;
    }
  }
  const sentence = 'The model ended its answer without a word about how. Press Enter to ask it again.';
  emit({ type: 'request_failed', at: now(), failure: { kind: 'protocol', sentence } });
  return { kind: 'failed' };
}

/** The API refuses an empty message, and a history that ends with the user's would be answered for ever. */
function neverEmpty(message: AssistantMessage, reason: StopReason): AssistantMessage {
  const kept = sendable(message);
  if (kept.blocks.length > 0) return kept;
  return { role: 'assistant', blocks: [{ kind: 'text', text: `(no answer: ${reason.replace('_', ' ')})` }] };
}

/** Without blank texts and without thinking at the end, which the API refuses. */
function sendable(message: AssistantMessage): AssistantMessage {
  const blocks = message.blocks.filter((block) => block.kind !== 'text' || block.text.trim() !== '');
  const last = blocks.findLastIndex((block) => !isThinking(block));
  return { role: 'assistant', blocks: blocks.slice(0, last + 1) };
}

function isThinking(block: AssistantBlock): boolean {
  return block.kind === 'thinking' || block.kind === 'redacted-thinking';
}
