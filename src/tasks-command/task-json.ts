import { describeEnd, outcomeOf } from '../background/task-outcome.ts';
import { isEnded, type Task } from '../background/task.ts';
import { startOf } from '../background/task-entry.ts';

/** A task for other programs. Times are ISO 8601, durations milliseconds, sizes bytes; `null` is what there is not. */
export function taskJson(task: Task, now: number) {
  const { id, spec, status, output, usual, logFolder } = task;
  const end = isEnded(task) ? task.status.end : undefined;
  const startedAt = startOf(task);
  return {
    id,
    label: spec.label ?? null,
    command: spec.command,
    cwd: spec.cwd,
    session: spec.sessionId,
    startedBy: spec.startedBy,
    state: end === undefined ? status.phase : outcomeOf(end),
    startedAt: iso(startedAt),
    endedAt: end === undefined ? null : iso(end.at),
    elapsed: Math.max(0, (end?.at ?? now) - startedAt),
    usual: usual ?? null,
    timeLimit: spec.timeLimit,
    exitCode: end?.kind === 'exited' ? end.code : null,
    signal: end?.kind === 'signalled' ? end.signal : null,
    endedBy: end?.by ?? null,
    end: end === undefined ? null : describeEnd(end),
    leftRunning: end?.leftRunning ?? 0,
    printed: output.size,
    lastLine: output.lastLine,
    ports: task.ports ?? [],
    progress: output.progress?.words ?? null,
    log: logFolder,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
