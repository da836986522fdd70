/**
 * The conversation as the model gets it.
 *
 * Two user messages in a row happen (an interrupted turn, a failed call, then a new prompt); the API wants roles to
 * alternate and tool results first, so a request joins them. The record keeps them apart.
 */
import type { Message, UserBlock, UserMessage } from './messages.ts';

/** The messages of a request: alternating, tool results at the head of each user message. */
export function requestMessages(history: readonly Message[]): readonly Message[] {
  const joined: Message[] = [];
  for (const message of history) {
    const last = joined.at(-1);
    if (last?.role === 'user' && message.role === 'user') joined[joined.length - 1] = join(last, message);
    else joined.push(message);
  }
  return joined;
}

/** True when the model has not answered the last thing it was told. */
export function awaitsAnswer(history: readonly Message[]): boolean {
  return history.at(-1)?.role === 'user';
}

function join(first: UserMessage, second: UserMessage): UserMessage {
  const blocks = [...first.blocks, ...second.blocks];
  const isResult = (block: UserBlock) => block.kind === 'tool-result';
  return { role: 'user', blocks: [...blocks.filter(isResult), ...blocks.filter((block) => !isResult(block))] };
}
