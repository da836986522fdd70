/** What is left to be said when the screen is gone. */
import { commandLine, quoted } from '../background/start-command.ts';
import { isEnded, isStoppable, type Task } from '../background/task.ts';
import { count, homePath } from '../components/format.ts';
import { taskName } from '../components/task-lines.ts';

export interface FarewellFacts {
  readonly sessionId: string;
  /** Whether anything of the session is recorded. */
  readonly isRecorded: boolean;
  readonly project: string;
  /** Where the program was started. */
  readonly startedIn: string;
  readonly tasks: readonly Task[];
  readonly home: string;
}

/** How to resume the session, which tasks are still running, and which were not started. */
export function farewellLines(facts: FarewellFacts): readonly string[] {
  const { sessionId, isRecorded, tasks, home } = facts;
  const own = tasks.filter((task) => task.spec.sessionId === sessionId);
  const live = own.filter(isStoppable);
  const unstarted = own.filter(neverStarted);
  return [
    ...(isRecorded ? [`Resume this session with: ${resumeCommand(facts)}`] : []),
    ...listed(
      `${count(live.length, 'task')} still running:`,
      live.map((task) => `${nameOf(task)}  ${whereabouts(task, home)}`),
    ),
    ...listed(
      `${count(unstarted.length, 'queued task')} ${unstarted.length === 1 ? 'was' : 'were'} not started:`,
      unstarted.map(nameOf),
    ),
  ];
}

function resumeCommand({ sessionId, project, startedIn }: FarewellFacts): string {
  const folder = project === startedIn ? '' : `--cwd ${quoted(project)} `;
  return commandLine(`${folder}--resume ${sessionId}`);
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
