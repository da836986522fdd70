import { isEnded } from '../../background/task.ts';
import { backgroundTasks } from './find-task.ts';
import { failure } from './outcome.ts';
import type { ToolContext, ToolOutcome } from './tool.ts';

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };
const LONGEST_WAIT = 300;

/**
 * The answer to a command that only waits for a background task: there is a better way to wait. A short sleep before
 * another command gives something time, and a task without a time limit is a server, for whose end nobody waits.
 */
export function insteadOfSleep(command: string, { tasks }: Pick<ToolContext, 'tasks'>): ToolOutcome | undefined {
  const asked = sleepAtStart(command);
  const awaited = backgroundTasks(tasks).filter((task) => !isEnded(task) && task.spec.timeLimit !== null);
  if (asked === undefined || awaited.length === 0) return undefined;
  const { seconds, isAll } = asked;
  if (isAll ? seconds < LEAST : seconds <= LONGEST_PAUSE) return undefined;
  const wait = Math.min(Math.ceil(seconds), LONGEST_WAIT);
  const ids = awaited.slice(0, 5).map(({ id }) => `"${id}"`);
  return failure(
    'This was not run: do not sleep to wait for a background task. If you need its result before you can go on, call ' +
      `check_background with {"task_ids": [${ids.join(', ')}], "wait": ${wait}}: it answers as soon as one ends. ` +
      'If not, go on or end your turn: the end is reported to you by itself.',
    'not run: use check_background to wait',
  );
}

/** Seconds: a shorter sleep waits for no task, and what may stand before another command. */
const LEAST = 2;
const LONGEST_PAUSE = 15;

/** `isAll`: nothing else is run. */
function sleepAtStart(command: string): { readonly seconds: number; readonly isAll: boolean } | undefined {
  const found = /^\s*sleep\s+(\d+(?:\.\d+)?)([smhd]?)\s*(?:$|;|\n|&&|\|\|)([^]*)$/.exec(command);
  if (found === null) return undefined;
  const [, amount, unit = '', rest = ''] = found;
  return { seconds: Number(amount) * (SECONDS[unit] ?? 1), isAll: rest.trim() === '' };
}
