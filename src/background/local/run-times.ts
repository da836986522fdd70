/**
 * When a command began and ended, by the dates of its state file: true also when nobody looked at that moment. Files
 * are dated by a clock that only ticks: never after the fact, so no task is told as shorter than it was.
 */
import fs from 'node:fs';

/** The supervisor renames the file when it begins, and changes nothing else of it. Nothing when it is not there. */
export function beganAt(runFile: string): number | undefined {
  const stat = fs.statSync(runFile, { throwIfNoEntry: false });
  return stat && Math.round(stat.ctimeMs);
}

/** The supervisor dates the content of the file when the command ends. Nothing when it is not there. */
export function endedAt(exitFile: string): number | undefined {
  const stat = fs.statSync(exitFile, { throwIfNoEntry: false });
  return stat && Math.round(stat.mtimeMs) + TICK;
}

/** Between two ticks of that clock, in milliseconds: what a stop has ended must not seem to have ended before it. */
const TICK = 10;

/** No clock that lags, or was set, makes a task end before it began, or later than now. */
export function between(time: number, [from, to]: readonly [from: number, to: number]): number {
  return Math.max(Math.min(time, to), from);
}
