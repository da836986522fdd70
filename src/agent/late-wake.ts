/**
 * How likely it is that the next request comes later than the five minutes for which the prompt cache keeps what it
 * reads, going by the tasks that run: the first of them to end wakes the model. Pure.
 */
import { expectationOf, isEnded, type Task } from '../background/task.ts';

/** From 0 to 1; `undefined` when none of `tasks` goes on. */
export function chanceOfLateWake(tasks: readonly Task[], now: number): number | undefined {
  const chances = tasks.filter((task) => !isEnded(task)).map((task) => chanceOf(task, now));
  return chances.length === 0 ? undefined : Math.min(...chances);
}

/** Milliseconds. */
const CACHE_LIFE = 5 * 60_000;

/** Of what has no past. A choice: too high, what is new costs a little more; too low, all of it is written again. */
const UNMEASURED = 0.25;
/** The usual duration is a median, and runs differ. */
const SURELY = 0.95;
const HARDLY = 0.05;

function chanceOf(task: Task, now: number): number {
  const { spec, status } = task;
  if (status.phase === 'stopping') return 0;
  if (status.phase !== 'running' && status.phase !== 'starting') return UNMEASURED;
  const startedAt = status.phase === 'running' ? status.startedAt : status.since;
  const limit = spec.timeLimit === null ? Infinity : startedAt + spec.timeLimit - now;
  // Its limit ends it by then, whatever it does.
  if (limit <= CACHE_LIFE) return 0;
  const expected = expectationOf(task, now);
  // Of a quick command no estimate is shown; it is measured all the same.
  if (expected === undefined) return task.usual === undefined ? UNMEASURED : HARDLY;
  switch (expected.kind) {
    case 'left':
      return expected.ms > CACHE_LIFE ? SURELY : HARDLY;
    case 'due':
      return HARDLY;
    case 'slow':
      return UNMEASURED;
    default:
      return expected.kind satisfies never;
  }
}
