/** Which words of a line are not in the line that it replaces. */
import { diffArrays } from 'diff';

/** Indexes into the line; `to` is not included. */
export interface WordRange {
  readonly from: number;
  readonly to: number;
}

export interface ChangedWords {
  readonly removed: readonly WordRange[];
  readonly added: readonly WordRange[];
}

/** What differs between the two; `null` when they have too little in common for that to say anything. */
export function changedWords(before: string, after: string): ChangedWords | null {
  if (before.length + after.length > MOST_CHARACTERS) return null;
  const parts = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: MOST_EDITS });
  if (parts === undefined) return null;
  const ranges: Record<'added' | 'removed', WordRange[]> = { added: [], removed: [] };
  const at = { added: 0, removed: 0 };
  let common = 0;
  for (const { added, removed, value } of parts) {
    const text = value.join('');
    if (!added && !removed) common += text.trim().length;
    const sides = added ? (['added'] as const) : removed ? (['removed'] as const) : (['added', 'removed'] as const);
    for (const side of sides) {
      if (added || removed) ranges[side].push({ from: at[side], to: at[side] + text.length });
      at[side] += text.length;
    }
  }
  return common >= LEAST_COMMON * Math.max(before.trim().length, after.trim().length) ? ranges : null;
}

/** These bound the time that long and very different lines take. */
const MOST_CHARACTERS = 4_000;
const MOST_EDITS = 200;
/** The part of the longer line that both must share. */
const LEAST_COMMON = 0.4;

function wordsOf(line: string): string[] {
  return line.match(/[\p{L}\p{N}\p{M}_]+|\s+|./gsu) ?? [];
}
