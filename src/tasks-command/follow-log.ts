import type { LogLine, LogPage } from '../background/task-log.ts';
import { isEnded, type Task, type TaskEvent } from '../background/task.ts';

export interface FollowOptions {
  task(): Task;
  read(after: number): Promise<LogPage>;
  subscribe(listener: (event: TaskEvent) => void): () => void;
  /** Until the task has ended; else until the end of what there is. */
  readonly follow: boolean;
  readonly from: number;
  onLines(lines: readonly LogLine[]): Promise<void>;
  /** A line that is not finished and has not changed for a moment: a question, perhaps. */
  onPart(line: LogLine): Promise<void>;
}

/** Reads a log from an offset on, page by page, each line once. */
export async function followLog({
  task,
  read,
  subscribe,
  follow,
  from,
  onLines,
  onPart,
}: FollowOptions): Promise<void> {
  let at = from;
  let unfinished: LogLine | undefined;
  for (;;) {
    // Asked before the page is read: nothing is printed after an end.
    const isLast = !follow || isEnded(task());
    const page = await read(at);
    at = page.to;
    const rest = page.atEnd && page.to < page.size ? page.lines.at(-1) : undefined;
    await onLines(rest === undefined || isLast ? page.lines : page.lines.slice(0, -1));
    if (!page.atEnd) continue;
    if (isLast) return;
    if (rest !== undefined && isSame(rest, unfinished)) await onPart(rest);
    unfinished = rest;
    await newsOf(task().id, subscribe);
  }
}

/** How long it waits when nothing is told, in milliseconds. */
const MOMENT = 300;

function newsOf(id: string, subscribe: FollowOptions['subscribe']): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(settle, MOMENT);
    const unsubscribe = subscribe((event) => {
      if (event.type === 'task_output' ? event.id === id : event.task.id === id) settle();
    });
  });
}

function isSame(one: LogLine, other: LogLine | undefined): boolean {
  return one.kind === 'text' && other?.kind === 'text' && one.text === other.text;
}
