import { isEnded } from '../../background/task.ts';
import { backgroundTasks } from './find-task.ts';
import { failure } from './outcome.ts';
import type { ToolContext, ToolOutcome } from './tool.ts';

/** Seconds; a shorter one is no wait for a task. */
const LEAST = 2;
const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };
const LONGEST_WAIT = 300;

/** The answer to a command that begins with sleeping while background tasks run: there is a better way to wait. */
export function insteadOfSleep(command: string, { tasks }: Pick<ToolContext, 'tasks'>): ToolOutcome | undefined {
  const asked = sleepAtStart(command);
  const running = backgroundTasks(tasks).filter((task) => !isEnded(task));
  if (asked === undefined || asked < LEAST || running.length === 0) return undefined;
  const wait = Math.min(Math.ceil(asked), LONGEST_WAIT);
  const ids = running.slice(0, 5).map(({ id }) => `"${id}"`);
  return failure(
    'This was not run: do not sleep to wait for a background task. If you need its result before you can go on, call ' +
      `check_background with {"task_ids": [${ids.join(', ')}], "wait": ${wait}}: it answers as soon as one ends. ` +
      'If not, go on or end your turn: the end is reported to you by itself.',
    'not run: use check_background to wait',
  );
}

function sleepAtStart(command: string): number | undefined {
  const [, amount, unit = ''] = /^\s*sleep\s+(\d+(?:\.\d+)?)([smhd]?)\s*(?:$|;|\n|&&|\|\|)/.exec(command) ?? [];
  return amount === undefined ? undefined : Number(amount) * (SECONDS[unit] ?? 1);
}
