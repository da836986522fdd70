/** Tasks as lines or as JSON, after something was done to them. */
import type { StopReport } from '../background/executor.ts';
import type { Task } from '../background/task.ts';
import { nameWords, stateWords } from '../agent/tools/task-words.ts';
import { taskJson } from './task-json.ts';
import type { FoundTask, VerbPorts } from './verb.ts';

/** One line a task as it stands now: `1f3a9c2e  completed: exit 0 after 12.4 s  npm install`; or all as JSON. */
export async function report(found: readonly FoundTask[], { given, print, now }: VerbPorts): Promise<void> {
  const tasks = found.map(current);
  if (given.json) return print.json(tasks.map((task) => taskJson(task, now())));
  for (const task of tasks) await print.line(taskReport(task, now()));
}

export function current({ task, id, tasks }: FoundTask): Task {
  return tasks.get(id) ?? task;
}

export function taskReport(task: Task, now: number): string {
  return `${task.id}  ${stateWords(task, now)}  ${nameWords(task)}`;
}

/** `node (4711), sh (4712)`. */
export function processNames({ left }: StopReport): string {
  return left.map(({ pid, name }) => `${name} (${pid})`).join(', ');
}
