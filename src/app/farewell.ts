/** What is left to be said when the screen is gone. */
import { isEnded, type Task } from '../background/task.ts';
import { count, homePath } from '../components/format.ts';
import { taskName } from '../components/task-lines.ts';

export interface FarewellFacts {
  readonly sessionId: string;
  /** The file that records the session. */
  readonly record: string;
  readonly tasks: readonly Task[];
  readonly home: string;
}

/** Where the session is kept, and which tasks go on. */
export function farewellLines({ sessionId, record, tasks, home }: FarewellFacts): readonly string[] {
  const kept = `Session ${sessionId} is kept in ${homePath(record, home)}`;
  const live = tasks.filter((task) => task.spec.sessionId === sessionId && !isEnded(task));
  if (live.length === 0) return [kept];
  const names = live.map((task) => `  ${task.id}  ${taskName(task)}  (log: ${homePath(task.logFolder, home)})`);
  const them = live.length === 1 ? 'it' : 'them';
  return [
    kept,
    `${count(live.length, 'task')} still running:`,
    ...names,
    `To come back to ${them}: meanwhile --continue`,
  ];
}
