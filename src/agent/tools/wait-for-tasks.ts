import { isAsking, isEnded, type TaskEvent, type TaskId } from '../../background/task.ts';
import type { BackgroundManager } from '../../background/manager.ts';

/** Why a wait is over. `news`: one of the tasks printed something that was watched for, or seems to wait for input. */
export type WaitEnd = 'ended' | 'news' | 'time' | 'interrupted';

export interface WaitOptions {
  readonly tasks: BackgroundManager;
  readonly ids: readonly TaskId[];
  /** Milliseconds. */
  readonly time: number;
  readonly until: 'any' | 'all';
  readonly signal: AbortSignal;
}

/** Waits until one or all of the tasks have ended, or there is something to tell of one. Never rejects. */
export function waitForTasks({ tasks, ids, time, until, signal }: WaitOptions): Promise<WaitEnd> {
  return new Promise((resolve) => {
    const settle = (end: WaitEnd) => {
      clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener('abort', abort);
      resolve(end);
    };
    const abort = () => settle('interrupted');
    const look = () => {
      const waited = ids.flatMap((id) => tasks.get(id) ?? []);
      const isOver = until === 'any' ? waited.some(isEnded) : waited.every(isEnded);
      if (isOver) settle('ended');
      else if (waited.some((task) => isAsking(task))) settle('news');
    };
    const timer = setTimeout(() => settle('time'), time);
    const unsubscribe = tasks.subscribe((event) => {
      if (!ids.includes(idOf(event))) return;
      if (event.type === 'task_matched') settle('news');
      else if (event.type !== 'task_output') look();
    });
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    else look();
  });
}

function idOf(event: TaskEvent): TaskId {
  return event.type === 'task_output' ? event.id : event.task.id;
}
