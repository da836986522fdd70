/** What a turn has done, counted while it goes on. */
import type { FileChange } from '../agent/events.ts';
import type { TurnDone } from './item.ts';

export interface OpenTurn {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Since when it waits for the user's answer, and how long it did before; milliseconds. */
  readonly askedAt: number | null;
  readonly waited: number;
  readonly tools: number;
  /** What was changed, by the subject of its call. */
  readonly files: readonly string[];
  readonly added: number;
  readonly removed: number;
  /** What the session had spent before it. */
  readonly dollarsBefore: number;
}

/** A turn without calls says nothing when it was shorter. Milliseconds. */
const WORTH_SAYING = 10_000;

export function beginTurn(startedAt: number, dollarsBefore: number): OpenTurn {
  return { startedAt, askedAt: null, waited: 0, tools: 0, files: [], added: 0, removed: 0, dollarsBefore };
}

/** The user is asked from then on. */
export function pauseTurn(turn: OpenTurn | null, at: number): OpenTurn | null {
  return turn === null ? null : { ...turn, askedAt: turn.askedAt ?? at };
}

/** The user has answered, or need not any more. */
export function resumeTurn(turn: OpenTurn | null, at: number): OpenTurn | null {
  if (turn === null || turn.askedAt === null) return turn;
  return { ...turn, askedAt: null, waited: turn.waited + Math.max(0, at - turn.askedAt) };
}

/** One more call has ended, and may have changed a file. */
export function countCall(turn: OpenTurn, file: string, change: FileChange | undefined): OpenTurn {
  const counted = { ...turn, tools: turn.tools + 1 };
  if (change === undefined) return counted;
  const count = (sign: string) => change.lines.filter((line) => line.startsWith(sign)).length;
  return {
    ...counted,
    files: [...new Set([...turn.files, file])],
    added: turn.added + (change.added ?? count('+')),
    removed: turn.removed + (change.removed ?? count('-')),
  };
}

/** Nothing when there is nothing to be said of it. */
export function endTurn(
  { startedAt, waited, tools, files, added, removed, dollarsBefore }: OpenTurn,
  { at, dollars, running }: { readonly at: number; readonly dollars: number; readonly running: number },
): TurnDone | null {
  const took = Math.max(0, at - startedAt - waited);
  if (tools === 0 && took < WORTH_SAYING) return null;
  return { took, tools, files: files.length, added, removed, dollars: Math.max(0, dollars - dollarsBefore), running };
}
