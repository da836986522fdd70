/** What a turn has done, counted while it goes on. */
import type { FileChange } from '../agent/events.ts';
import type { TurnDone } from './item.ts';

export interface OpenTurn {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
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
  return { startedAt, tools: 0, files: [], added: 0, removed: 0, dollarsBefore };
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
  { startedAt, tools, files, added, removed, dollarsBefore }: OpenTurn,
  { at, dollars, running }: { readonly at: number; readonly dollars: number; readonly running: number },
): TurnDone | null {
  const took = at - startedAt;
  if (tools === 0 && took < WORTH_SAYING) return null;
  return { took, tools, files: files.length, added, removed, dollars: Math.max(0, dollars - dollarsBefore), running };
}
