import { isEnded, type Task, type TaskSpec } from '../../background/task.ts';
import { originWords } from './find-task.ts';
import { factsAfter } from './task-facts.ts';
import { stateWords } from './task-words.ts';
import type { ToolContext, ToolOutcome } from './tool.ts';

type Wanted = Pick<TaskSpec, 'command' | 'cwd' | 'env' | 'input'>;

/** The answer to a command that runs already in the same folder, with the same environment and input: its task. */
export function insteadOfTwin(wanted: Wanted, { tasks, sessionId }: ToolContext): ToolOutcome | undefined {
  const same = sameAs(wanted);
  const isTwin = ({ command, hosted }: TaskSpec) => hosted === undefined && command.trim() === wanted.command.trim();
  // What another call of the same message waits for was ordered twice on purpose.
  const isAwaited = ({ attended, spec }: Task) =>
    attended && spec.startedBy === 'model' && spec.sessionId === sessionId;
  const twin = tasks
    .list()
    .find((task) => isRunning(task) && !isAwaited(task) && isTwin(task.spec) && sameAs(task.spec) === same);
  if (twin === undefined) return undefined;
  const now = Date.now();
  const how = `${stateWords(twin, now)}${factsAfter(twin, now)}`;
  const text = `This command runs already in that folder, as background task ${twin.id} (${how}). It was not started again; with again: true it would be.${originWords(twin, { sessionId })}`;
  return { text, isError: false, summary: `already runs as ${twin.id}`, taskId: twin.id };
}

/** One that is being stopped is as good as gone: whoever starts it again wants a new one. */
function isRunning(task: Task): boolean {
  return !isEnded(task) && task.status.phase !== 'stopping';
}

function sameAs({ command, cwd, env = {}, input = '' }: Wanted): string {
  return JSON.stringify([command.trim(), cwd, Object.entries(env).toSorted(), input]);
}
