/** Ids of tool calls: gateways reuse, omit and malform them, and results are found by them. */
import { randomUUID } from 'node:crypto';
import { toolCalls, type Message } from './messages.ts';

/** What the Messages API takes: https://platform.claude.com/docs/en/api/messages. */
const ID = /^[a-zA-Z0-9_-]{1,128}$/;

export function isCallId(id: unknown): id is string {
  return typeof id === 'string' && ID.test(id);
}

export interface CallIds {
  /** The id as it came, when it is well-formed and new; else one of ours. */
  of(came: unknown): string;
}

export function createCallIds(history: readonly Message[]): CallIds {
  const calls = history.flatMap((message) => (message.role === 'assistant' ? toolCalls(message) : []));
  const taken = new Set<unknown>(calls.map(({ id }) => id));
  return {
    of(came) {
      const id = isCallId(came) && !taken.has(came) ? came : `call_${randomUUID()}`;
      taken.add(id);
      return id;
    },
  };
}
