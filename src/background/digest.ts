import { byImportance } from './digest/by-importance.ts';
import { findAll } from './digest/find.ts';
import { createGroups } from './digest/groups.ts';
import { LONGEST_LINE, toLog, type Log, type LogPiece } from './digest/log.ts';
import { chosenLines, renderChosen, renderWhole } from './digest/render.ts';
import type { Digest } from './task-log.ts';

/**
 * What matters in a log, in at most `budget` characters, in the order of the log: what sums it up, the first error with
 * its place, failing tests, an error of each kind, the last lines. `digest/all.ts` lists the tools that are known.
 *
 * A log that fits is quoted as a whole. Else each line comes with its number; what is left out is counted, on lines
 * that begin with `…`. A line that is cut ends with `…`. Nothing else is said: every other word stands in the log.
 */
export function digestLog(pieces: readonly LogPiece[], budget: number): Digest {
  const whole = renderWhole(pieces, budget);
  if (whole !== undefined) return whole;

  const log = toLog(pieces);
  const found = findAll(log.lines);
  const longest = Math.min(LONGEST_LINE, Math.max(Math.floor(budget / 2), SHORTEST_CUT));
  const groups = createGroups(found.errors, { isComplete: log.isComplete, longest });
  const chosen = new Set<number>();
  const render = (): string => renderChosen(chosen, { log, groups, longest });
  const chooseWhatFits = (indexes: readonly number[]): void => {
    for (const index of indexes) {
      if (chosen.has(index)) continue;
      chosen.add(index);
      if (render().length > budget) chosen.delete(index);
    }
  };
  chooseWhatFits(byImportance(log.lines, found));
  chooseWhatFits(aloneBetween(chosen, log));
  const text = render();
  if (text.length > budget) return { text: '…'.slice(0, budget), lines: [] };
  return { text, lines: chosenLines(chosen, log) };
}

/** Below this a quoted line says too little. */
const SHORTEST_CUT = 40;

/** Lines between two that are quoted: to say that they are left out is seldom shorter. */
function aloneBetween(chosen: ReadonlySet<number>, { lines, isLine }: Log): readonly number[] {
  const after = [...chosen].map((index) => index + 1);
  return after.filter((index) => isLine(index) && (chosen.has(index + 1) || index + 1 === lines.length));
}
