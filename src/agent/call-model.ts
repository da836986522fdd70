/** One request to the model, told as events; what it said becomes a message fit for the history. */
import type { ProviderFailure, SessionEvent, Spent, StopReason } from './events.ts';
import type { Reply } from './loop.ts';
import type { AssistantBlock, AssistantMessage, Usage } from './messages.ts';
import type { ModelEvent, ModelProvider, ModelRequest } from './provider.ts';

export interface ModelCall {
  readonly provider: ModelProvider;
  readonly request: ModelRequest;
  /** Of this request in the session. */
  readonly number: number;
  readonly signal: AbortSignal;
  emit(event: SessionEvent): void;
  /** Whether the program goes on by itself after such an end, and says so itself. Else, in which words it is told. */
  mends(end: UnhappyEnd): 'goes-on' | ProviderFailure | undefined;
  /** What goes into the record beside the tokens. */
  spent(usage: Usage): Spent;
  now(): number;
}

/** What may be mended: a failure, or an answer that was declined. */
export type UnhappyEnd = Extract<ModelEvent, { type: 'failed' | 'done' }>;

/** A reply that says why, when there is none. */
export type CalledReply =
  | Exclude<Reply, { kind: 'failed' }>
  | { readonly kind: 'failed'; readonly failure: ProviderFailure }
  /** It said nothing that is kept, and the program goes on by itself. */
  | { readonly kind: 'dropped' };

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
      case 'silent':
        emit({ type: 'request_silent', since: event.seconds === null ? null : now() - event.seconds * 1000 });
        break;
      case 'done': {
        const { stopReason, refusal, answerId, cacheMiss } = event;
        const mended = stopReason === 'refusal' && call.mends(event) === 'goes-on';
        const words = { ...(refusal === undefined ? {} : { refusal }), ...(mended && { mended }) };
        const cache = { ...(answerId && { answerId }), ...(cacheMiss && { cacheMiss }) };
        emit({ type: 'request_done', at: now(), stopReason, ...call.spent(event.usage), ...words, ...cache });
        if (mended) return { kind: 'dropped' };
        const isPaused = stopReason === 'pause_turn';
        return { kind: 'said', message: neverEmpty(event.message, stopReason), ...(isPaused && { isPaused }) };
      }
      case 'failed': {
        const next = call.mends(event);
        const mended = next === 'goes-on';
        const failure = next === undefined || mended ? event.failure : next;
        emit({ type: 'request_failed', at: now(), failure, ...(mended && { mended }), ...paid(event.usage) });
        return mended ? { kind: 'dropped' } : { kind: 'failed', failure };
      }
      case 'aborted':
        emit({ type: 'request_aborted', at: now(), ...paid(event.usage) });
        return { kind: 'interrupted', message: sendable(event.partial) };
      default:
        event satisfies never;
    }
  }
  const sentence = 'The model ended its answer without a word about how.';
  const failure = { kind: 'protocol', sentence } as const;
  emit({ type: 'request_failed', at: now(), failure });
  return { kind: 'failed', failure };

  function paid(usage: Usage | undefined): Partial<Spent> {
    return usage === undefined ? {} : call.spent(usage);
  }
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
