/** What the user does to a task, and the words for what does not come of it. */
import type { BackgroundManager } from '../background/manager.ts';
import { isEnded, type TaskEvent, type TaskId } from '../background/task.ts';
import type { SessionEvent } from './events.ts';

export interface TaskVerbs {
  stopTask(id: TaskId): void;
  adoptTask(id: TaskId): void;
}

export interface TaskVerbPorts {
  readonly tasks: BackgroundManager;
  readonly sessionId: string;
  isSessionOpen(id: string): Promise<boolean>;
  emit(event: SessionEvent): void;
  /** Takes in the end of a task that is ours only now. */
  onEnd(event: TaskEvent): void;
  now(): number;
}

export function createTaskVerbs({ tasks, sessionId, isSessionOpen, emit, onEnd, now }: TaskVerbPorts): TaskVerbs {
  const say = (sentence: string) => emit({ type: 'problem', at: now(), sentence });

  return { stopTask: (id) => void stop(id), adoptTask: (id) => void adopt(id) };

  async function stop(id: TaskId): Promise<void> {
    const outcome = await tasks.stop(id, 'user');
    if (outcome.kind !== 'left') return;
    const names = outcome.report.left.map(({ pid, name }) => `${name} (${pid})`).join(', ');
    say(`Task ${id} was stopped, but these processes did not end: ${names}.`);
  }

  async function adopt(id: TaskId): Promise<void> {
    const owner = tasks.get(id)?.spec.sessionId;
    if (owner === undefined || owner === sessionId) return;
    if (await isSessionOpen(owner)) {
      return say(`Task ${id} belongs to session ${owner}, which is open in another program; here it can be stopped.`);
    }
    if (!tasks.assign(id, sessionId)) {
      return say(`Task ${id} could not be adopted: its folder cannot be written. Free some space and try again.`);
    }
    emit({ type: 'task_adopted', at: now(), taskId: id });
    const task = tasks.get(id);
    if (task !== undefined && isEnded(task)) onEnd({ type: 'task_done', task });
  }
}
