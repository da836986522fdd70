/** What is left to be said when the screen is gone. */
import { isEnded, isStoppable, type Task } from '../background/task.ts';
import { count, homePath } from '../components/format.ts';
import { taskName } from '../components/task-lines.ts';

export interface FarewellFacts {
  readonly sessionId: string;
  /** The file that records the session. */
  readonly record: string;
  readonly tasks: readonly Task[];
  readonly home: string;
}

/** Where the session is kept, which tasks go on, and which will not start. */
export function farewellLines({ sessionId, record, tasks, home }: FarewellFacts): readonly string[] {
  const kept = `Session ${sessionId} is kept in ${homePath(record, home)}`;
  const own = tasks.filter((task) => task.spec.sessionId === sessionId);
  const live = own.filter(isStoppable);
  const unstarted = own.filter(neverStarted);
  const them = live.length === 1 ? 'it' : 'them';
  return [
    kept,
    ...listed(
      `${count(live.length, 'task')} still running:`,
      live.map((task) => `${nameOf(task)}  ${whereabouts(task, home)}`),
    ),
    ...(live.length === 0 ? [] : [`To come back to ${them}: meanwhile --continue`]),
    ...listed(`${count(unstarted.length, 'task')} had to wait and will not start:`, unstarted.map(nameOf)),
  ];
}

/** It had to wait until the program ended. */
export function neverStarted(task: Task): boolean {
  return isEnded(task) && task.status.end.kind === 'skipped' && task.status.end.by === 'shutdown';
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function nameOf(task: Task): string {
  return `${task.id}  ${taskName(task)}`;
}

function whereabouts({ status, logFolder }: Task, home: string): string {
  return `(${stateWords(status)}log: ${homePath(logFolder, home)})`;
}

function stateWords(status: Task['status']): string {
  if (status.phase === 'paused') return 'paused; ';
  return status.phase === 'done' ? `ended, ${count(status.end.leftRunning, 'process', 'processes')} left; ` : '';
}
