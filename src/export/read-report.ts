/** Makes the report of a session from its record and from what is kept of its tasks. */
import type { AgentEvent } from '../agent/events.ts';
import { createLocalExecutor } from '../background/local/local-executor.ts';
import { createBackgroundManager } from '../background/manager.ts';
import { hasRun, isEnded, type Task } from '../background/task.ts';
import { startOf } from '../background/task-entry.ts';
import { taskName } from '../components/task-lines.ts';
import { foldSession } from './fold-session.ts';
import type { Report, ReportTask, Span } from './report.ts';

export interface ReportOptions {
  readonly id: string;
  readonly events: readonly AgentEvent[];
  /** Holds the folders of the project's tasks. */
  readonly tasksFolder: string;
  readonly now: number;
}

/** Tasks whose end is not recorded are looked up as they stand now; nothing is done to them. */
export async function readReport({ id, events, tasksFolder, now }: ReportOptions): Promise<Report> {
  const folded = foldSession(id, events);
  const executor = createLocalExecutor({ tasksFolder, environment: {}, now: () => now });
  const manager = createBackgroundManager({ executor, now: () => now, enforces: false, digestChars: DIGEST });
  try {
    await manager.adopt((found) => folded.tasks.has(found.id));
    const tasks: ReportTask[] = [];
    for (const recorded of folded.tasks.values()) {
      const task = isEnded(recorded) ? recorded : (manager.get(recorded.id) ?? recorded);
      tasks.push({ task, toldIn: folded.toldIn.get(task.id), digest: (await manager.digest(task.id)).text });
    }
    const isLive = tasks.some(({ task }) => !isEnded(task));
    const endedAt = Math.max(folded.endedAt, ...tasks.map(({ task }) => endOf(task) ?? 0), isLive ? now : 0);
    const spans = [...folded.spans, ...tasks.flatMap(({ task }) => spanOf(task, endedAt))];
    return { ...folded, endedAt, tasks, spans };
  } finally {
    await manager.close();
  }
}

/** Characters that are quoted of one log. */
const DIGEST = 2_000;

function endOf(task: Task): number | undefined {
  return isEnded(task) && hasRun(task.status.end) ? task.status.end.at : undefined;
}

function spanOf(task: Task, end: number): readonly Span[] {
  if (task.status.phase === 'queued' || (isEnded(task) && !hasRun(task.status.end))) return [];
  return [
    {
      kind: 'task',
      from: startOf(task),
      to: endOf(task) ?? end,
      label: taskName(task),
      taskId: task.id,
      endless: isEndless(task),
    },
  ];
}

function isEndless({ spec, status }: Task): boolean {
  return spec.timeLimit === null && (status.phase !== 'done' || status.end.by !== 'itself');
}
