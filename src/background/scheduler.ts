/**
 * Who may start now. Pure: the tasks as they stand in, what is to be done with those that are queued out.
 *
 * - Those that wait for nothing start in the order in which they came, while there are free places.
 * - A place is taken by a task in the background that has a time limit, also while it is being stopped. One that is
 *   paused gives it away, and goes on at once when it is resumed, also when no place is free then.
 *   Servers and watchers (no time limit) and what somebody waits for in the foreground take none and wait for none.
 * - Agents have places of their own, whatever their time limit.
 * - A task whose dependency did not complete is skipped, and so is what needs that one, each naming the first cause.
 * - A dependency is older than what needs it, so there are no cycles; one that is not known counts as not completed.
 */
import { describeEnd, outcomeOf } from './task-outcome.ts';
import { isEnded } from './task.ts';
import type { Task, TaskEnd, TaskId, TaskStatus } from './task.ts';

/** What is to be done with one queued task. Who is not named goes on waiting as before. */
export type Step =
  | { readonly kind: 'start'; readonly id: TaskId }
  | { readonly kind: 'skip'; readonly id: TaskId; readonly reason: string }
  /** It waits for others than its status says. */
  | { readonly kind: 'wait'; readonly id: TaskId; readonly waitsFor: readonly TaskId[] };

/** How many places there are. */
export interface Places {
  readonly parallel: number;
  readonly agents: number;
}

/** `tasks` in the order in which they came. One call leaves nothing to be done. */
export function schedule(tasks: readonly Task[], { parallel, agents }: Places): readonly Step[] {
  const queued = tasks.filter(isQueued);
  if (queued.length === 0) return [];
  const failures = createFailures(tasks);
  const taken = tasks.filter(takesPlace).map(placeOf);
  const free = {
    command: parallel - taken.filter((place) => place === 'command').length,
    agent: agents - taken.filter((place) => place === 'agent').length,
  };
  return queued.flatMap((task): readonly Step[] => {
    const { id, status } = task;
    const reason = failures.reasonToSkip(task);
    if (reason !== undefined) return [{ kind: 'skip', id, reason }];
    const waitsFor = failures.stillOpen(task);
    const place = placeOf(task);
    if (waitsFor.length === 0 && (place === 'none' || free[place] > 0)) {
      if (place !== 'none') free[place] -= 1;
      return [{ kind: 'start', id }];
    }
    return waitsFor.join() === status.waitsFor.join() ? [] : [{ kind: 'wait', id, waitsFor }];
  });
}

type QueuedTask = Task & { readonly status: Extract<TaskStatus, { phase: 'queued' }> };

function isQueued(task: Task): task is QueuedTask {
  return task.status.phase === 'queued';
}

function takesPlace(task: Task): boolean {
  return !isQueued(task) && !isEnded(task) && task.status.phase !== 'paused';
}

function placeOf({ spec, attended }: Task): 'command' | 'agent' | 'none' {
  if (spec.hosted !== undefined) return spec.hosted.kind === 'agent' ? 'agent' : 'none';
  return spec.timeLimit !== null && !attended ? 'command' : 'none';
}

/** Why a task cannot complete any more: `root` is what failed first. */
interface Failure {
  readonly root: TaskId;
  readonly words: string;
}

function createFailures(tasks: readonly Task[]) {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  /** Of those that are skipped in this call. */
  const skipped = new Map<TaskId, Failure>();

  function failureOf(id: TaskId): Failure | undefined {
    const task = byId.get(id);
    if (task === undefined) return { root: id, words: 'is not known' };
    if (!isEnded(task)) return skipped.get(id);
    const { end } = task.status;
    const inherited = end.kind === 'skipped' && end.by === 'itself' ? firstFailure(task)?.failure : undefined;
    if (inherited !== undefined) return inherited;
    const words = failureWords(end);
    return words === undefined ? undefined : { root: id, words };
  }

  function firstFailure({ spec }: Task): { readonly id: TaskId; readonly failure: Failure } | undefined {
    for (const id of spec.after ?? []) {
      const failure = failureOf(id);
      if (failure !== undefined) return { id, failure };
    }
    return undefined;
  }

  return {
    reasonToSkip(task: Task): string | undefined {
      const first = firstFailure(task);
      if (first === undefined) return undefined;
      const { id, failure } = first;
      skipped.set(task.id, failure);
      const why = id === failure.root ? failure.words : `was skipped because ${failure.root} ${failure.words}`;
      return `it needed ${nameOf(byId.get(id), id)}, which ${why}`;
    },

    /** Those of its dependencies that have not ended. */
    stillOpen({ spec }: Task): readonly TaskId[] {
      const dependencies = new Set([...(spec.after ?? []), ...(spec.afterAnyEnd ?? [])]);
      return [...dependencies].filter((id) => {
        const task = byId.get(id);
        return task !== undefined && !isEnded(task) && !skipped.has(id);
      });
    },
  };
}

/** With its label, as only ids say which is meant and only labels what that is. */
function nameOf(task: Task | undefined, id: TaskId): string {
  return task?.spec.label === undefined ? id : `${task.spec.label} (${id})`;
}

/** What follows `1f3a9c2e …`; nothing when it completed. */
function failureWords(end: TaskEnd): string | undefined {
  const outcome = outcomeOf(end);
  switch (outcome) {
    case 'completed':
    case 'exited':
      return undefined;
    case 'failed':
      return `failed (${describeEnd(end)})`;
    case 'timeout':
      return 'reached its time limit';
    case 'error':
      return 'did not start';
    case 'stopped':
    case 'skipped':
    case 'lost':
      return `was ${outcome}`;
    default:
      return outcome satisfies never;
  }
}
