import type { BackgroundManager } from '../../background/manager-contract.ts';
import { agentOf, isEnded, type Task, type TaskId } from '../../background/task.ts';
import { failed, type Failed } from './outcome.ts';
import type { ToolContext } from './tool.ts';

/** The task of that id, or of the only id that begins so; `bg:` as in a notice may stand before it. */
export function findTask(
  wanted: string,
  tasks: BackgroundManager,
): { readonly kind: 'found'; readonly task: Task } | Failed {
  const id = wanted.trim().toLowerCase().replace(/^bg:/, '');
  const [task, ...others] = tasks.list().filter((candidate) => candidate.id.startsWith(id));
  if (task !== undefined && others.length === 0) return { kind: 'found', task };
  const known = backgroundTasks(tasks).map((candidate) => candidate.id);
  const reason = task === undefined ? `There is no task ${wanted}.` : `More than one task id begins with ${wanted}.`;
  const hint = known.length === 0 ? 'There are no background tasks.' : `The background tasks are: ${known.join(', ')}.`;
  return failed(`${reason} ${hint}`);
}

/** Those that run or ran in the background; what was waited for in the foreground is reported by who waited. */
export function backgroundTasks(tasks: BackgroundManager): readonly Task[] {
  return tasks.list().filter((task) => !task.attended);
}

/** What a task is called beside its name when it is not of this session. */
export function originWords({ spec }: Task, { sessionId }: Pick<ToolContext, 'sessionId'>): string {
  if (spec.sessionId === sessionId) return '';
  const agent = agentOf(spec.sessionId);
  return agent === undefined
    ? ' (of another session; its end is not reported here)'
    : ` (of agent ${agent}, which its end is reported to)`;
}

/** Of tasks that the model is shown, the ends that need no notice any more. */
export function toldBy(shown: readonly Task[], { sessionId }: ToolContext): readonly TaskId[] {
  return shown
    .filter((task) => isEnded(task) && !task.attended && task.spec.sessionId === sessionId)
    .map((task) => task.id);
}
