/**
 * The built-in model: no intelligence, no network, and it says so. It reads plain requests in English and French and
 * answers as the Messages API would, given to the SDK as its `fetch`, so that everything else is the real path.
 *
 * parse (prompt → requests) → plan (requests and conversation → next message) → stream (message → events). It keeps
 * nothing: each answer follows from the request alone, and it claims nothing that stands in no result or notice.
 */
import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import { createAnthropicProvider, type AnthropicProvider } from './anthropic.ts';
import { replyTo, type Reply } from './offline/reply.ts';
import { streamReply } from './offline/stream.ts';

export interface OfflineOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Before each streamed word, in milliseconds. Default 15. */
  readonly delayMs?: number;
  /** What another scripted model is called. */
  readonly name?: string;
  /** What it says next: a pure function of the request and the time. */
  readonly reply?: (request: Pick<MessageCreateParamsStreaming, 'messages'>, now: number) => Reply;
}

const NAME = 'offline';
const DELAY = 15;

export function createOfflineProvider({
  now = Date.now,
  delayMs = DELAY,
  name = NAME,
  reply = replyTo,
}: OfflineOptions = {}): AnthropicProvider {
  const fetch = async (_url: unknown, init?: RequestInit) => {
    const next = reply(JSON.parse(String(init?.body)), now());
    return streamReply({ reply: next, model: name, delay: delayMs, signal: init?.signal ?? undefined });
  };
  return {
    ...createAnthropicProvider({ name, model: name, fetch }),
    listModels: async () => [],
  };
}
