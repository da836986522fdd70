/** The tasks that an agent started: they are its own, in a session of its own. */
import type { BackgroundManager } from '../../background/manager-contract.ts';
import { isEnded, isStoppable, type Task, type TaskId } from '../../background/task.ts';

export interface OwnTasks {
  /** Whether one runs whose end is worth waiting for: one with a time limit. */
  areAwaited(): boolean;
  /** Gives those that run on to that session, which is told of their ends; a line about each. */
  handOver(sessionId: string): readonly string[];
  /** Ends whatever is left, by who stopped the agent. */
  stop(): Promise<void>;
}

export function createOwnTasks(ports: {
  readonly id: TaskId;
  readonly sessionId: string;
  readonly tasks: BackgroundManager;
}): OwnTasks {
  const { id, sessionId, tasks } = ports;
  const own = () => tasks.list().filter(({ spec }) => spec.sessionId === sessionId);

  return {
    areAwaited: () => own().some((task) => !isEnded(task) && task.spec.timeLimit !== null),
    handOver: (next) =>
      own()
        .filter((task) => !isEnded(task))
        .flatMap((task) => (tasks.assign(task.id, next) ? [leftWords(task)] : [])),
    async stop() {
      const status = tasks.get(id)?.status;
      const by = status?.phase === 'stopping' ? status.by : 'shutdown';
      await Promise.all(
        own()
          .filter(isStoppable)
          .map((task) => tasks.stop(task.id, by)),
      );
    },
  };
}

function leftWords({ id, spec }: Task): string {
  return `It left task ${id} running, which is yours now: ${spec.label ?? spec.command}`;
}
