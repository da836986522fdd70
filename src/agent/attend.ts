/**
 * Waiting for a command in the foreground: until it ends, until it has taken too long or seems to wait for input and is
 * left to the background, until the user moves it there, or until the user interrupts.
 */
import type { BackgroundManager } from '../background/manager-contract.ts';
import { isEnded, type EndedTask, type TaskId } from '../background/task.ts';

export type Attended =
  | { readonly kind: 'ended'; readonly task: EndedTask }
  /** It goes on in the background; its end will be told by a notice. */
  | { readonly kind: 'left'; readonly why: LeftWhy }
  | { readonly kind: 'interrupted' };

/** `asks`: it seems to wait for input, which it will not get. */
export type LeftWhy = 'threshold' | 'user' | 'asks';

export interface AttendOptions {
  readonly tasks: BackgroundManager;
  readonly id: TaskId;
  readonly signal: AbortSignal;
  /** Milliseconds after which the command is left to the background, or when it asks; `null`: never. */
  readonly threshold: number | null;
}

/** Settles with the first of the four; never rejects. An end always wins over the others. */
export function attend({ tasks, id, signal, threshold }: AttendOptions): Promise<Attended> {
  return new Promise((resolve) => {
    const settle = (outcome: Attended) => {
      clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener('abort', look);
      resolve(outcome);
    };
    const look = () => {
      const task = tasks.get(id);
      if (task !== undefined && isEnded(task)) settle({ kind: 'ended', task });
      else if (signal.aborted) settle({ kind: 'interrupted' });
      else if (task === undefined || !task.attended) settle({ kind: 'left', why: 'user' });
    };
    const leave = (why: LeftWhy) => {
      unsubscribe();
      tasks.leave(id);
      const task = tasks.get(id);
      settle(task !== undefined && isEnded(task) ? { kind: 'ended', task } : { kind: 'left', why });
    };
    const timer = threshold === null ? undefined : setTimeout(() => leave('threshold'), threshold);
    const unsubscribe = tasks.subscribe((event) => {
      if (event.type === 'task_changed' || event.type === 'task_done') look();
      if (event.type === 'task_asks' && event.task.id === id && threshold !== null) leave('asks');
    });
    signal.addEventListener('abort', look);
    look();
  });
}
