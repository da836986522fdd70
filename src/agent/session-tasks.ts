/** The tasks of one session, as a whole. */
import type { BackgroundManager } from '../background/manager-contract.ts';
import { isEnded, isStoppable, type Task, type TaskId } from '../background/task.ts';
import type { UserBlock } from './messages.ts';
import { chanceOfLateWake } from './late-wake.ts';
import { taskTable } from './task-table.ts';

export interface SessionTasks {
  /** Those that go on, also those that only left processes running, and those of which something is untold. */
  unfinished(): readonly TaskId[];
  /** The chance that the first of them to end does so after more than five minutes; `undefined` while none runs. */
  chanceOfLateWake(): number | undefined;
  /** Where they stand, for a model that has forgotten it; nothing when there is nothing to say. */
  table(why: string): UserBlock | undefined;
  /** Leaves to the background what somebody waits for. */
  leaveAll(): void;
  /** Stops agents in the background, which run in this program. */
  stopAgents(): Promise<void>;
  /** Ends what cannot outlive the program; with `stop` everything. */
  end(how: 'keep' | 'stop'): Promise<void>;
}

export interface SessionTasksPorts {
  readonly tasks: BackgroundManager;
  readonly sessionId: string;
  /** Of which the model has still to be told something. */
  untold(): ReadonlySet<TaskId>;
  now(): number;
}

export function createSessionTasks({ tasks, sessionId, untold, now }: SessionTasksPorts): SessionTasks {
  return {
    unfinished() {
      const unread = untold();
      return own().flatMap((task) => (isStoppable(task) || unread.has(task.id) ? [task.id] : []));
    },
    chanceOfLateWake: () => chanceOfLateWake(own(), now()),
    table: (why) => taskTable(tasks.list(), { sessionId, since: Infinity, now: now(), why, unread: untold() }),
    leaveAll() {
      for (const task of live()) if (task.attended) tasks.leave(task.id);
    },
    stopAgents: () => stop(live().filter(({ spec }) => spec.hosted?.kind === 'agent')),
    async end(how) {
      // Nobody will be there to start them. First, or they would start when others end.
      await stop(live().filter(({ status }) => status.phase === 'queued'));
      // They run in this program.
      await stop(live().filter(({ spec }) => spec.hosted !== undefined));
      if (how === 'stop') await stop(own().filter(isStoppable));
    },
  };

  async function stop(these: readonly Task[]): Promise<void> {
    await Promise.all(these.map(({ id }) => tasks.stop(id, 'shutdown')));
  }

  function live(): readonly Task[] {
    return own().filter((task) => !isEnded(task));
  }

  function own(): readonly Task[] {
    return tasks.list().filter(({ spec }) => spec.sessionId === sessionId);
  }
}
