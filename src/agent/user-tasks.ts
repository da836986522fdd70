/** What the user does to a task without the model: it is done at once, and only what could not be done is said. */
import type { BackgroundManager } from '../background/manager.ts';
import type { StopReport } from '../background/executor.ts';
import type { TaskId } from '../background/task.ts';

export interface UserTasks {
  stop(id: TaskId): Promise<void>;
  pause(id: TaskId): Promise<void>;
  resume(id: TaskId): Promise<void>;
}

export function createUserTasks(tasks: BackgroundManager, tell: (problem: string) => void): UserTasks {
  return {
    async stop(id) {
      const outcome = await tasks.stop(id, 'user');
      if (outcome.kind !== 'left') return;
      tell(`Task ${id} was stopped, but these processes did not end: ${names(outcome.report)}.`);
    },
    async pause(id) {
      const outcome = await tasks.pause(id);
      if (outcome.kind === 'refused') tell(`Task ${id} does not run, so it cannot be paused.`);
      if (outcome.kind === 'left')
        tell(`Task ${id} was not paused: these processes went on: ${names(outcome.report)}.`);
    },
    async resume(id) {
      const outcome = await tasks.resume(id);
      if (outcome.kind === 'refused') tell(`Task ${id} is not paused, so it cannot be resumed.`);
      if (outcome.kind === 'left') tell(`Task ${id} is still paused: these stand still: ${names(outcome.report)}.`);
    },
  };
}

function names({ left }: StopReport): string {
  return left.map(({ pid, name }) => `${name} (${pid})`).join(', ');
}
