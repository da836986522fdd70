import { outcomeOf } from '../../background/task-outcome.ts';
import { isEnded, type Task, type TaskId } from '../../background/task.ts';
import type { BackgroundManager } from '../../background/manager-contract.ts';
import { findTask } from './find-task.ts';
import { failed, type Failed } from './outcome.ts';
import { stateWords } from './task-words.ts';

export interface Dependencies {
  readonly after?: readonly TaskId[];
  readonly afterAnyEnd?: readonly TaskId[];
}

/** As the model names them: by an id, its beginning, or a label. */
interface Wanted {
  readonly after?: readonly string[] | undefined;
  readonly after_any_end?: readonly string[] | undefined;
}

/**
 * The tasks that a new one is to wait for, by their ids. They exist already, so there can be no cycle. Refused when one
 * is not known, or has ended in a way that the new one could never start.
 */
export function findDependencies(
  { after = [], after_any_end = [] }: Wanted,
  tasks: BackgroundManager,
): { readonly kind: 'found'; readonly dependencies: Dependencies } | Failed {
  const needed = findAll(after, tasks);
  if (needed.kind === 'failed') return needed;
  const awaited = findAll(after_any_end, tasks);
  if (awaited.kind === 'failed') return awaited;
  const broken = needed.tasks.find(hasFailed);
  if (broken !== undefined) return wouldNeverStart(broken);
  const dependencies = { ...idsOf('after', needed.tasks), ...idsOf('afterAnyEnd', awaited.tasks) };
  return { kind: 'found', dependencies };
}

function findAll(
  wanted: readonly string[],
  tasks: BackgroundManager,
): { readonly kind: 'found'; readonly tasks: readonly Task[] } | Failed {
  const found = new Set<Task>();
  for (const name of wanted) {
    const one = withLabel(name, tasks) ?? findTask(name, tasks);
    if (one.kind === 'failed') return one;
    found.add(one.task);
  }
  return { kind: 'found', tasks: [...found] };
}

/** The newest of that label: tasks that are started together do not know each other's ids. */
function withLabel(name: string, tasks: BackgroundManager) {
  const task = tasks.list().findLast(({ spec }) => spec.label === name.trim());
  return task === undefined ? undefined : ({ kind: 'found', task } as const);
}

function hasFailed(task: Task): boolean {
  return isEnded(task) && !['completed', 'exited'].includes(outcomeOf(task.status.end));
}

function wouldNeverStart(task: Task): Failed {
  const why = `Not started: it would need ${task.id}, which did not complete (${stateWords(task, Date.now())}).`;
  return failed(`${why} Run that again first and name the new task, or use after_any_end.`);
}

function idsOf(name: keyof Dependencies, tasks: readonly Task[]): Dependencies {
  return tasks.length === 0 ? {} : { [name]: tasks.map(({ id }) => id) };
}
