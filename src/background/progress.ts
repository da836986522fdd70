import { readFigure, type Figure } from './progress-figures.ts';
import type { TaskProgress } from './task.ts';

/** Told of the newest lines of one task again and again, newest first, it answers how far the task is. */
export type ProgressReader = (newestFirst: readonly string[]) => TaskProgress | undefined;

/** A figure counts as long as it is among so many lines. */
export const FRESH_LINES = 12;

/**
 * A wrong bar is worse than none:
 *
 * - A full figure that is followed by anything was about what is over.
 * - Once a figure went back, it was not about the whole task: from then on there are only words.
 */
export function createProgressReader(): ProgressReader {
  let last: Figure | undefined;
  let wentBack = false;

  return (newestFirst) => {
    const found = newestFigure(newestFirst);
    if (found === undefined) return undefined;
    const { figure, linesAfter } = found;
    wentBack ||= last !== undefined && isBefore(figure, last);
    if (figure.fraction !== undefined) last = figure;
    if (figure.fraction === undefined || wentBack) return { words: figure.words };
    return figure.fraction === 1 && linesAfter > 0 ? undefined : { fraction: figure.fraction, words: figure.words };
  };
}

function newestFigure(newestFirst: readonly string[]) {
  for (const [linesAfter, line] of newestFirst.slice(0, FRESH_LINES).entries()) {
    const figure = readFigure(line);
    if (figure !== undefined) return { figure, linesAfter };
  }
  return undefined;
}

/** More was done before. A total that grows makes a count a smaller part, but not less. */
function isBefore(figure: Figure, last: Figure): boolean {
  if (figure.fraction === undefined || last.fraction === undefined || figure.fraction >= last.fraction) return false;
  return figure.done === undefined || last.done === undefined || figure.done < last.done;
}
