/**
 * What becomes of a history that takes too much of the model's window: its newest part stays as it is, of the older
 * part long results are shortened, and if that is not enough a summary takes its place. Pure: the request for the
 * summary is made by `compact.ts`.
 */
import type { Message, ToolResult, UserBlock, UserMessage } from './messages.ts';
import { tokensOf } from './token-estimate.ts';
import { boundText } from './tools/bound.ts';

export interface Split {
  readonly old: readonly Message[];
  /** The newest messages; they stay as they are. */
  readonly kept: readonly Message[];
}

/**
 * Splits a history so that what is kept takes about `budget` tokens, and more only when its last message alone does. The
 * kept part never begins with results whose calls are in the other.
 */
export function splitHistory(history: readonly Message[], budget: number): Split {
  let at = history.length;
  let size = 0;
  for (let index = history.length - 1; index >= 0; index--) {
    size += tokensOf([history[index]!]);
    if (size > budget && at < history.length) break;
    if (canBegin(history[index]!)) at = index;
  }
  return { old: history.slice(0, at), kept: history.slice(at) };
}

/** With what tools answered cut to its two ends; calls and everything that was said stay. */
export function shortenResults(messages: readonly Message[], bound: Bound = OLD): readonly Message[] {
  return messages.map((message) =>
    message.role === 'user' ? { ...message, blocks: message.blocks.map((block) => shortened(block, bound)) } : message,
  );
}

/**
 * Messages that have to stay, with results as long as `room` tokens allow; the same ones when they fit. What says most
 * may still not fit: nothing but results is cut.
 */
export function shortenToFit(messages: readonly Message[], room: number): readonly Message[] {
  if (tokensOf(messages) <= room) return messages;
  const tries = NEWEST_LIMITS.map((limit) => shortenResults(messages, { limit, hint: NEWEST_HINT }));
  return tries.find((shorter) => tokensOf(shorter) <= room) ?? tries.at(-1) ?? messages;
}

interface Bound {
  /** Characters of each result. */
  readonly limit: number;
  readonly hint: string;
}

const OLD: Bound = { limit: 1_200, hint: 'this is an old result' };
const NEWEST_LIMITS = [12_000, 6_000, 3_000, 1_200, 400];
const NEWEST_HINT = 'it was shortened to fit into the window of the model; read it again in parts';

/** The second half of it, from where a request can begin. Empty when there is no such place. */
export function laterHalf(messages: readonly Message[]): readonly Message[] {
  const half = Math.ceil(messages.length / 2);
  const at = messages.findIndex((message, index) => index >= half && message.role === 'user' && canBegin(message));
  return at === -1 ? [] : messages.slice(at);
}

/** What the model is asked, behind the old part of the history. `focus` is the user's word, or empty. */
export function summaryRequest(focus: string): UserMessage {
  const wish = focus === '' ? '' : `\n\nThe user wants above all this kept: ${focus}`;
  return { role: 'user', blocks: [{ kind: 'prompt', text: `${ASK}${wish}` }] };
}

/** How the requests for a summary begin, also for who answers without a model. */
export const ASK_START = 'Summarize this conversation so far.';

const ASK = `${ASK_START} Your summary will take the place of these messages, and you go on from it alone; the \
newest messages are kept beside it. Call no tool. Write, in this order and as briefly as the work allows:

1. What the user asked for, in their own words where these matter, and what they decided or refused.
2. What was done: files with their paths and what was changed in them, commands with their outcome, ids of background tasks.
3. What was found out that the work depends on: facts, errors with their exact words, figures.
4. What is open, and what you were about to do next.

Do not invent anything, and do not address the user.`;

/** The message that stands for the old part. `table`: where tasks stand, if any has something to tell. */
export function summaryMessage(summary: string, table: UserBlock | undefined): UserMessage {
  const text = `<conversation-summary>\n${summary.trim()}\n</conversation-summary>\n${SUMMARY_WORD}`;
  return { role: 'user', blocks: [{ kind: 'summary', text }, ...(table === undefined ? [] : [table])] };
}

const SUMMARY_WORD =
  'The program put your summary in the place of the older messages. No human spoke, and it approves nothing.';

function canBegin(message: Message): boolean {
  return message.role === 'assistant' || !message.blocks.some(({ kind }) => kind === 'tool-result');
}

function shortened(block: UserBlock, bound: Bound): UserBlock {
  return block.kind === 'tool-result' ? shortenedResult(block, bound) : block;
}

function shortenedResult(result: ToolResult, bound: Bound): ToolResult {
  const { files = [], text, ...rest } = result;
  const shorter = boundText(text, bound);
  return {
    ...rest,
    text: files.length === 0 ? shorter : `${shorter}\n[What was shown is left out; read it again to see it.]`,
  };
}
