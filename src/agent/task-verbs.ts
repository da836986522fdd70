/** What the user does to a task, and the words for what does not come of it. */
import { describeLeft } from '../background/stopping.ts';
import type { SendOptions, StopReport } from '../background/executor.ts';
import type { BackgroundManager } from '../background/manager-contract.ts';
import { isEnded, type TaskEvent, type TaskId, type TaskSpec } from '../background/task.ts';
import type { SessionEvent } from './events.ts';
import { whyNotSent } from './why-not-sent.ts';

export interface TaskVerbs {
  stopTask(id: TaskId): void;
  adoptTask(id: TaskId): void;
  pauseTask(id: TaskId): void;
  resumeTask(id: TaskId): void;
  rerunTask(id: TaskId): TaskId | null;
  sendToTask(id: TaskId, input: string, options: SendOptions): void;
}

export interface TaskVerbPorts {
  readonly tasks: BackgroundManager;
  readonly sessionId: string;
  isSessionOpen(id: string): Promise<boolean>;
  emit(event: SessionEvent): void;
  /** Takes in the end of a task that is ours only now. */
  onEnd(event: TaskEvent): void;
  /** Starts a task of the user's from what another one was started with. */
  runAgain(spec: TaskSpec): TaskId;
  now(): number;
}

export function createTaskVerbs(ports: TaskVerbPorts): TaskVerbs {
  const { tasks, sessionId, isSessionOpen, emit, onEnd, now } = ports;
  const say = (sentence: string) => emit({ type: 'problem', at: now(), sentence });

  return {
    stopTask: (id) => void stop(id),
    adoptTask: (id) => void adopt(id),
    pauseTask: (id) => void pause(id),
    resumeTask: (id) => void resume(id),
    rerunTask(id) {
      const task = tasks.get(id);
      return task === undefined ? null : ports.runAgain(task.spec);
    },
    sendToTask: (id, input, options) => void send(id, input, options),
  };

  async function stop(id: TaskId): Promise<void> {
    const outcome = await tasks.stop(id, 'user');
    if (outcome.kind !== 'left') return;
    say(`Task ${id} has not ended: ${describeLeft(outcome.report)}.`);
  }

  async function pause(id: TaskId): Promise<void> {
    const outcome = await tasks.pause(id);
    if (outcome.kind === 'refused') say(`Task ${id} does not run, so it cannot be paused.`);
    if (outcome.kind === 'left') say(`Task ${id} was not paused: these processes went on: ${names(outcome.report)}.`);
  }

  async function resume(id: TaskId): Promise<void> {
    const outcome = await tasks.resume(id);
    if (outcome.kind === 'refused') say(`Task ${id} is not paused, so it cannot be resumed.`);
    if (outcome.kind === 'left') say(`Task ${id} is still paused: these stand still: ${names(outcome.report)}.`);
  }

  async function send(id: TaskId, input: string, options: SendOptions): Promise<void> {
    const outcome = await tasks.send(id, input, options);
    if (outcome.kind !== 'sent') say(`Nothing was sent to task ${id}: ${whyNotSent(outcome)}.`);
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

function names({ left }: StopReport): string {
  return left.map(({ pid, name }) => `${name} (${pid})`).join(', ');
}
