/**
 * Makes room in the history: shortens old results, and lets the model write a summary of what is old when that is not
 * enough. One journal record, `compacted`, holds the history from then on; until it is written nothing has changed,
 * and a compaction that fails changes nothing.
 */
import type { CompactionCause, SessionEvent, Spent } from './events.ts';
import { laterHalf, shortenResults, shortenToFit, splitHistory, summaryMessage, summaryRequest } from './compaction.ts';
import type { AssistantMessage, Message, Usage, UserBlock } from './messages.ts';
import type { ModelEvent } from './provider.ts';
import { withoutThinking } from './request-prefix.ts';
import { addUsage } from './spending.ts';
import { tokensOf } from './token-estimate.ts';

export interface CompactPorts {
  readonly history: () => readonly Message[];
  /** Writes the record, and the history is the new one; false when it could not be written. */
  replaceHistory(event: Extract<SessionEvent, { type: 'compacted' }>): boolean;
  /** Asks the model; the same as for every request but `messages`. */
  ask(messages: readonly Message[], signal: AbortSignal): Promise<AsyncIterable<ModelEvent>>;
  /** Model and price of a request. */
  spent(usage: Usage): Spent;
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
  const fail = (reason: string, usage?: Usage) => {
    const sentence = `The conversation was not compacted: ${reason}`;
    emit({ type: 'compaction_failed', at: now(), sentence, ...paid(usage) });
    return false;
  };
  const paid = (usage: Usage | undefined) => (usage === undefined ? {} : { spent: ports.spent(usage) });
  const history = ports.history();
  const all = tokensOf(history);
  const { old, kept: newest } = splitHistory(history, keptTokens(all, wish.window));
  // What is sent beside the history: instructions and tools.
  const beside = Math.max(0, wish.before - all);
  const kept = shortenToFit(newest, roomFor(wish, { all, beside }));
  const isShorter = kept !== newest && tokensOf(kept) < tokensOf(newest);
  if (old.length === 0 && !isShorter) return fail('there is nothing in it that is old.');
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
  const next = [...shorter, ...kept];
  const takes = beside + tokensOf(next);
  const shortened = (spent = {}) => done(withTable(next, table), { summary: null, ...spent });
  if (old.length === 0) return shortened();
  if (wish.cause === 'limit' && wish.window !== undefined && takes < wish.window * ENOUGH) return shortened();
  const most = wish.window === undefined ? Infinity : wish.window * FITS - beside;
  const summary = await summarize(shorter, { focus: wish.focus, most, ports, signal });
  if (summary.kind === 'failed') {
    const isEnough = wish.window !== undefined && isShorter && takes < wish.window * FITS && !signal.aborted;
    return isEnough ? shortened(paid(summary.usage)) : fail(summary.reason, summary.usage);
  }
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

/** Tokens that the newest messages may take. */
function roomFor({ cause, window }: CompactWish, { all, beside }: { readonly all: number; readonly beside: number }) {
  const room = window === undefined ? Infinity : window * NEWEST_OF_WINDOW - beside;
  // The server says that it does not fit, whatever the estimate.
  return cause === 'overflow' ? Math.min(room, all * NEWEST_OF_HISTORY) : room;
}

const NEWEST_OF_WINDOW = 0.6;
const NEWEST_OF_HISTORY = 0.5;
/** An estimate of so much of the window is sent. */
const FITS = 0.8;

/** Before the first message, or within it, because a request has to begin with the user's. */
function withTable(history: readonly Message[], table: UserBlock | undefined): readonly Message[] {
  return table === undefined ? history : [{ role: 'user', blocks: [table] }, ...history];
}

type Summary =
  | { readonly kind: 'written'; readonly text: string; readonly usage: Usage }
  /** `usage`: of requests that were paid all the same. */
  | { readonly kind: 'failed'; readonly reason: string; readonly usage?: Usage };

async function summarize(
  old: readonly Message[],
  options: {
    readonly focus: string;
    /** Tokens of what is summed up. */
    readonly most: number;
    readonly ports: CompactPorts;
    readonly signal: AbortSignal;
  },
): Promise<Summary> {
  const { focus, most, ports, signal } = options;
  let part = fitting(old, most);
  let usage: Usage | undefined;
  const failed = (reason: string): Summary => ({ kind: 'failed', reason, ...(usage && { usage }) });
  for (let halvings = 0; ; halvings++) {
    const answer = await lastOf(await ports.ask([...part, summaryRequest(focus)], signal));
    if (answer.usage !== undefined) usage = usage === undefined ? answer.usage : addUsage(usage, answer.usage);
    if (answer.type === 'aborted') return failed('it was interrupted.');
    if (answer.type === 'done') {
      const text = textOf(answer.message);
      return text === ''
        ? failed('the model wrote no summary.')
        : { kind: 'written', text, usage: usage ?? answer.usage };
    }
    part = laterHalf(part);
    if (answer.failure.kind !== 'too-large' || part.length === 0 || halvings === HALVINGS) {
      return failed(answer.failure.sentence);
    }
  }
}

/** Without its first halves, as long as it takes more than `most` tokens and a request can begin later. */
function fitting(old: readonly Message[], most: number): readonly Message[] {
  if (tokensOf(old) <= most) return old;
  const later = laterHalf(old);
  return later.length === 0 ? old : fitting(later, most);
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
