/** Watching one task that has been started: what is found becomes an event, and a question stands in its snapshot. */
import { observeTask, type ObserveOptions } from './observe-task.ts';
import type { Entry } from './task-entry.ts';
import type { Asking, TaskEvent } from './task.ts';

export interface ObservePorts extends Pick<ObserveOptions, 'search' | 'silence' | 'now' | 'from'> {
  emit(event: TaskEvent): void;
}

export function observe(entry: Entry, ports: ObservePorts): void {
  const { run, task } = entry;
  if (run === undefined) return;
  entry.observer = observeTask({
    ...ports,
    patterns: task.spec.notifyOn ?? [],
    task: () => entry.task,
    readLog: (query) => run.readLog(query),
    onMatched: (matched) => ports.emit({ type: 'task_matched', task: entry.task, matched }),
    onAsks(asks: Asking) {
      const asking = { ...entry.task, asks };
      entry.task = asking;
      ports.emit({ type: 'task_asks', task: asking });
    },
  });
}
