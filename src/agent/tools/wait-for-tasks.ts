import { isEnded, type TaskEvent, type TaskId } from '../../background/task.ts';
import type { BackgroundManager } from '../../background/manager-contract.ts';

/** Why a wait is over. `news`: one of the tasks printed something that was watched for, or seems to wait for input. */
export type WaitEnd = 'ended' | 'news' | 'time' | 'interrupted';

export interface WaitOptions {
  readonly tasks: BackgroundManager;
  readonly ids: readonly TaskId[];
  /** Milliseconds. */
  readonly time: number;
  readonly until: 'any' | 'all';
  readonly signal: AbortSignal;
  /** What the model was told before is no reason to end: it would wait in vain again and again. */
  hasNews(id: TaskId): boolean;
}

/** Waits until one or all of the tasks have ended, or there is something to tell of one. Never rejects. */
export function waitForTasks({ tasks, ids, time, until, signal, hasNews }: WaitOptions): Promise<WaitEnd> {
  return new Promise((resolve) => {
    const settle = (end: WaitEnd) => {
      clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener('abort', abort);
      resolve(end);
    };
    const abort = () => settle('interrupted');
    const isOver = (id: TaskId) => {
      const task = tasks.get(id);
      return task === undefined || isEnded(task);
    };
    const lookAtFirst = () => {
      const isReason = (id: TaskId) => hasNews(id) && (until === 'any' || !isOver(id));
      if (ids.every(isOver)) settle('ended');
      else if (ids.some(isReason)) settle('news');
    };
    const timer = setTimeout(() => settle('time'), time);
    const unsubscribe = tasks.subscribe((event) => {
      if (!ids.includes(idOf(event))) return;
      if (event.type === 'task_matched' || event.type === 'task_asks') settle('news');
      if (event.type === 'task_done' && (until === 'any' || ids.every(isOver))) settle('ended');
    });
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    else lookAtFirst();
  });
}

function idOf(event: TaskEvent): TaskId {
  return event.type === 'task_output' ? event.id : event.task.id;
}
