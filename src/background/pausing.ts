/** Pausing and resuming one task: one after the other, and only what runs or stands still. */
import type { StopReport } from './executor.ts';
import type { Entry } from './task-entry.ts';
import type { Task, TaskStatus } from './task.ts';

export type PauseOutcome =
  /** It stands still, or runs, now; also when it did before. */
  | { readonly kind: 'paused' | 'running'; readonly task: Task }
  /** These processes did not follow; nothing has changed. */
  | { readonly kind: 'left'; readonly task: Task; readonly report: StopReport }
  /** It is queued, being stopped or done. */
  | { readonly kind: 'refused'; readonly task: Task }
  | { readonly kind: 'unknown' };

export interface PausePorts {
  readonly now: () => number;
  change(entry: Entry, news: { readonly status: TaskStatus }): void;
}

/** Settles when every process of the task stands still; its time limit does not run on until it is resumed. */
export function pause(entry: Entry, ports: PausePorts): Promise<PauseOutcome> {
  return inTurn(entry, async () => {
    const { run } = entry;
    if (phaseOf(entry) === 'starting') await entry.begun;
    if (run === undefined || phaseOf(entry) !== 'running') return unchanged(entry);
    const report = await run.pause();
    const { status } = entry.task;
    if (status.phase !== 'running') return unchanged(entry);
    if (report.left.length > 0) return { kind: 'left', task: entry.task, report };
    followPause(entry, { since: ports.now(), change: ports.change });
    return unchanged(entry);
  });
}

/** Settles when every process of the task goes on. */
export function resume(entry: Entry, ports: PausePorts): Promise<PauseOutcome> {
  return inTurn(entry, async () => {
    const { run } = entry;
    if (run === undefined || phaseOf(entry) !== 'paused') return unchanged(entry);
    const report = await run.resume();
    const { status } = entry.task;
    if (status.phase !== 'paused') return unchanged(entry);
    if (report.left.length > 0) return { kind: 'left', task: entry.task, report };
    followPause(entry, { since: undefined, change: ports.change });
    return unchanged(entry);
  });
}

/** The task stands still since then, or (`undefined`) goes on, whoever did it. */
export function followPause(
  entry: Entry,
  { since, change }: { readonly since: number | undefined } & Pick<PausePorts, 'change'>,
): void {
  const { status } = entry.task;
  if (status.phase === 'running' && since !== undefined) {
    entry.limitTimer?.hold();
    change(entry, { status: { phase: 'paused', startedAt: status.startedAt, since } });
  }
  if (status.phase === 'paused' && since === undefined) {
    entry.limitTimer?.release();
    change(entry, { status: { phase: 'running', startedAt: status.startedAt } });
  }
}

function inTurn(entry: Entry, act: () => Promise<PauseOutcome>): Promise<PauseOutcome> {
  const outcome = entry.lastPausing.then(act);
  entry.lastPausing = outcome;
  return outcome;
}

function phaseOf({ task }: Entry): TaskStatus['phase'] {
  return task.status.phase;
}

function unchanged({ task }: Entry): PauseOutcome {
  const { phase } = task.status;
  return phase === 'paused' || phase === 'running' ? { kind: phase, task } : { kind: 'refused', task };
}
