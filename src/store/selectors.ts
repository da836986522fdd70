/** Questions to the state that more than one place asks. */
import { isEnded, outcomeOf, type Task, type TaskId } from '../background/task.ts';
import type { Focus, State, TasksState } from './state.ts';

/** Where keys go. */
export type Place = Focus | 'question' | 'reply' | 'quit' | 'log' | 'help';

/**
 * An answer key right after a letter of the draft was meant for the draft; a question takes the keys after this many
 * milliseconds of rest.
 */
const REST_MS = 700;

export function placeOf({ ui, session }: State, now: number): Place {
  if (ui.confirming?.kind === 'quit') return 'quit';
  if (ui.view !== 'main') return ui.view;
  if (ui.focus !== 'input' || session.question === null) return ui.focus;
  if (ui.reply !== null) return 'reply';
  return now - ui.typedAt < REST_MS ? 'input' : 'question';
}

export function allTasks(tasks: TasksState): readonly Task[] {
  return tasks.order.flatMap((id) => tasks.byId[id] ?? []);
}

export function liveTasks(tasks: TasksState): readonly Task[] {
  return allTasks(tasks).filter((task) => !isEnded(task));
}

/** The command that runs in the foreground, if any: it can be left to the background. */
export function foregroundTask(tasks: TasksState): Task | undefined {
  return liveTasks(tasks).findLast((task) => task.attended);
}

export function hasTask(tasks: TasksState, id: TaskId): boolean {
  return tasks.byId[id] !== undefined;
}

/** How many stand how; `good` and `bad` have ended. */
export function countTasks(tasks: TasksState): {
  readonly running: number;
  readonly waiting: number;
  readonly good: number;
  readonly bad: number;
} {
  const count = { running: 0, waiting: 0, good: 0, bad: 0 };
  for (const { status } of allTasks(tasks)) {
    if (status.phase === 'queued') count.waiting += 1;
    else if (status.phase !== 'done') count.running += 1;
    else if (isGood(outcomeOf(status.end))) count.good += 1;
    else count.bad += 1;
  }
  return count;
}

function isGood(outcome: ReturnType<typeof outcomeOf>): boolean {
  return outcome === 'completed' || outcome === 'exited';
}
