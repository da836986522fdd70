/**
 * Makes room in the history: shortens old results, and lets the model write a summary of what is old when that is not
 * enough. One journal record, `compacted`, holds the history from then on; until it is written nothing has changed,
 * and a compaction that fails changes nothing.
 */
import type { CompactionCause, SessionEvent } from './events.ts';
import { laterHalf, shortenResults, splitHistory, summaryMessage, summaryRequest } from './compaction.ts';
import type { AssistantMessage, Message, Usage, UserBlock } from './messages.ts';
import type { ModelEvent } from './provider.ts';
import { withoutThinking } from './request-prefix.ts';
import { tokensOf } from './token-estimate.ts';

export interface CompactPorts {
  readonly history: () => readonly Message[];
  /** Writes the record, and the history is the new one; false when it could not be written. */
  replaceHistory(event: Extract<SessionEvent, { type: 'compacted' }>): boolean;
  /** Asks the model; the same as for every request but `messages`. */
  ask(messages: readonly Message[], signal: AbortSignal): Promise<AsyncIterable<ModelEvent>>;
  /** Model and price of a request. */
  spent(usage: Usage): { readonly usage: Usage; readonly model: string; readonly dollars?: number };
  /** Where tasks stand that are live or of which something is untold. */
  table(): UserBlock | undefined;
  emit(event: SessionEvent): void;
  now(): number;
}

export interface CompactWish {
  readonly cause: CompactionCause;
  /** What the summary must keep, in the user's words; may be empty. */
  readonly focus: string;
  /** Tokens of the whole request as it is. */
  readonly before: number;
  /** Tokens of the model's window, if known. */
  readonly window: number | undefined;
}

/** Whether there is room now. Tells its beginning and how it ended; never rejects. */
export async function compact(wish: CompactWish, ports: CompactPorts, signal: AbortSignal): Promise<boolean> {
  const { emit, now } = ports;
  emit({ type: 'compaction_started', at: now(), cause: wish.cause });
  const fail = (reason: string) => {
    emit({ type: 'compaction_failed', at: now(), sentence: `The conversation was not compacted: ${reason}` });
    return false;
  };
  const history = ports.history();
  const all = tokensOf(history);
  const { old, kept } = splitHistory(history, keptTokens(all, wish.window));
  if (old.length === 0) return fail('there is nothing in it that is old.');
  // What is sent beside the history: instructions and tools.
  const beside = Math.max(0, wish.before - all);
  const done = (next: readonly Message[], rest: Pick<Compacted, 'summary' | 'spent'>) => {
    const after = beside + tokensOf(next);
    const { cause, before } = wish;
    // What stands before it is another conversation now, to which thinking is not bound.
    const event: Compacted = {
      type: 'compacted',
      at: now(),
      cause,
      history: withoutThinking(next),
      before,
      after,
      ...rest,
    };
    return ports.replaceHistory(event) || fail('it could not be recorded.');
  };

  const shorter = withoutThinking(shortenResults(old));
  const table = ports.table();
  if (wish.cause === 'limit' && wish.window !== undefined) {
    const next = [...shorter, ...kept];
    if (beside + tokensOf(next) < wish.window * ENOUGH) return done(withTable(next, table), { summary: null });
  }
  const summary = await summarize(shorter, { focus: wish.focus, ports, signal });
  if (summary.kind === 'failed') return fail(summary.reason);
  return done([summaryMessage(summary.text, table), ...kept], {
    summary: summary.text,
    spent: ports.spent(summary.usage),
  });
}

type Compacted = Extract<SessionEvent, { type: 'compacted' }>;

/** Shortening alone does when it leaves at least this part of the window free. */
const ENOUGH = 0.5;
const MOST_KEPT = 20_000;
/** A part of the window and of the history, so that there is always something to make room in. */
const KEPT_OF_WINDOW = 0.15;
const KEPT_OF_HISTORY = 0.4;
/** How often a request for a summary that is itself too long is made again without its first half. */
const HALVINGS = 3;

function keptTokens(all: number, window = Infinity): number {
  return Math.min(MOST_KEPT, window * KEPT_OF_WINDOW, all * KEPT_OF_HISTORY);
}

/** Before the first message, or within it, because a request has to begin with the user's. */
function withTable(history: readonly Message[], table: UserBlock | undefined): readonly Message[] {
  return table === undefined ? history : [{ role: 'user', blocks: [table] }, ...history];
}

type Summary =
  | { readonly kind: 'written'; readonly text: string; readonly usage: Usage }
  | { readonly kind: 'failed'; readonly reason: string };

async function summarize(
  old: readonly Message[],
  options: { readonly focus: string; readonly ports: CompactPorts; readonly signal: AbortSignal },
): Promise<Summary> {
  const { focus, ports, signal } = options;
  let part = old;
  for (let halvings = 0; ; halvings++) {
    const answer = await lastOf(await ports.ask([...part, summaryRequest(focus)], signal));
    if (answer.type === 'aborted') return { kind: 'failed', reason: 'it was interrupted.' };
    if (answer.type === 'done') {
      const text = textOf(answer.message);
      if (text === '') return { kind: 'failed', reason: 'the model wrote no summary.' };
      return { kind: 'written', text, usage: answer.usage };
    }
    part = laterHalf(part);
    if (answer.failure.kind !== 'too-large' || part.length === 0 || halvings === HALVINGS) {
      return { kind: 'failed', reason: answer.failure.sentence };
    }
  }
}

type Last = Extract<ModelEvent, { type: 'done' | 'failed' | 'aborted' }>;

async function lastOf(events: AsyncIterable<ModelEvent>): Promise<Last> {
  for await (const event of events) {
    if (event.type === 'done' || event.type === 'failed' || event.type === 'aborted') return event;
  }
  const failure = { kind: 'protocol', sentence: 'The model ended its answer without a word about how.' } as const;
  return { type: 'failed', failure, partial: { role: 'assistant', blocks: [] } };
}

function textOf({ blocks }: AssistantMessage): string {
  return blocks
    .flatMap((block) => (block.kind === 'text' ? [block.text] : []))
    .join('\n\n')
    .trim();
}
