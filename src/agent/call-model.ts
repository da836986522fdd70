/** One request to the model, told as events; what it said becomes a message fit for the history. */
import type { AgentEvent, ProviderFailure, SessionEvent, StopReason } from './events.ts';
import type { Reply } from './loop.ts';
import type { AssistantBlock, AssistantMessage, Usage } from './messages.ts';
import type { ModelProvider, ModelRequest } from './provider.ts';

export interface ModelCall {
  readonly provider: ModelProvider;
  readonly request: ModelRequest;
  /** Of this request in the session. */
  readonly number: number;
  readonly signal: AbortSignal;
  emit(event: SessionEvent): void;
  /** Whether the program goes on by itself after such a failure, and says so itself. */
  mends(failure: ProviderFailure): boolean;
  /** What goes into the record beside the tokens. */
  spent(usage: Usage): Pick<Extract<AgentEvent, { type: 'request_done' }>, 'usage' | 'model' | 'dollars'>;
  now(): number;
}

/** A reply that says why, when there is none. */
export type CalledReply =
  Exclude<Reply, { kind: 'failed' }> | { readonly kind: 'failed'; readonly failure: ProviderFailure };

/** Makes the call. The events in `events.ts` say in which order it reports; never rejects. */
export async function callModel(call: ModelCall): Promise<CalledReply> {
  const { provider, request, emit, now, signal } = call;
  emit({ type: 'request_started', at: now(), request: call.number });
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
        emit({ type: 'request_done', at: now(), stopReason: event.stopReason, ...call.spent(event.usage) });
        return { kind: 'said', message: neverEmpty(event.message, event.stopReason) };
      case 'failed':
        emit({
          type: 'request_failed',
          at: now(),
          failure: event.failure,
          ...(call.mends(event.failure) && { mended: true }),
        });
        return { kind: 'failed', failure: event.failure };
      case 'aborted':
        emit({ type: 'request_aborted', at: now() });
        return { kind: 'interrupted', message: sendable(event.partial) };
      default:
        event satisfies never;
    }
  }
  const sentence = 'The model ended its answer without a word about how. Press Enter to ask it again.';
  const failure = { kind: 'protocol', sentence } as const;
  emit({ type: 'request_failed', at: now(), failure });
  return { kind: 'failed', failure };
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
