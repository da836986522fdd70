import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from './reply.ts';

export interface StreamOptions {
  readonly reply: Reply;
  readonly model: string;
  /** Milliseconds before each chunk. */
  readonly delay: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * A reply as the Messages API streams it, word by word. Aborting ends it as it ends a real one: reading it fails.
 * Tokens are counted as none, because none are used.
 */
export function streamReply({ reply, model, delay, signal }: StreamOptions): Response {
  const encoder = new TextEncoder();
  const events = eventsOf(reply, model);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = events.next();
      if (next.done) return controller.close();
      if (delay > 0) await sleep(delay, undefined, signal && { signal });
      signal?.throwIfAborted();
      controller.enqueue(encoder.encode(next.value));
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

function* eventsOf({ text, calls }: Reply, model: string): Generator<string, void> {
  yield event('message_start', { message: messageStart(model) });
  if (text !== '') {
    yield event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
    yield* (text.match(WORD) ?? []).map((word) => delta(0, { type: 'text_delta', text: word }));
    yield event('content_block_stop', { index: 0 });
  }
  for (const [at, { id, name, input }] of calls.entries()) {
    const index = at + (text === '' ? 0 : 1);
    yield event('content_block_start', { index, content_block: { type: 'tool_use', id, name, input: {} } });
    const pieces = JSON.stringify(input).match(PIECE) ?? [];
    yield* pieces.map((partial_json) => delta(index, { type: 'input_json_delta', partial_json }));
    yield event('content_block_stop', { index });
  }
  const stop_reason = calls.length > 0 ? 'tool_use' : 'end_turn';
  yield event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 0 } });
  yield event('message_stop', {});
}

const WORD = /\s*\S+\s*/g;
const PIECE = /[^]{1,24}/g;

function messageStart(model: string): object {
  const head = { id: 'msg_offline', type: 'message', role: 'assistant', model, content: [] };
  return { ...head, stop_reason: null, stop_sequence: null, usage: { input_tokens: 0, output_tokens: 0 } };
}

function delta(index: number, content: object): string {
  return event('content_block_delta', { index, delta: content });
}

function event(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}
