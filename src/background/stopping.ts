/** Stopping one task that has been started, and what a done one left running. */
import type { StopReport } from './executor.ts';
import { type StopRequest, withLeftovers } from './task-end.ts';
import { endUnlessAborted, startOf, type Entry, type StartedEntry } from './task-entry.ts';
import { isEnded } from './task.ts';
import type { EndedTask, Task, TaskStatus } from './task.ts';

export type StopOutcome =
  | { readonly kind: 'stopped'; readonly task: EndedTask }
  | { readonly kind: 'ended'; readonly task: EndedTask }
  | { readonly kind: 'left'; readonly task: Task; readonly report: StopReport }
  | { readonly kind: 'unknown' };

/** Why a stop was not carried out to its end: `these processes did not end: sleep (71)`. */
export function describeLeft({ left, isUnseen }: StopReport): string {
  if (isUnseen) return 'none of its processes can be seen from here; stop it where it was started';
  return `these processes did not end: ${left.map(({ pid, name }) => `${name} (${pid})`).join(', ')}`;
}

export interface StopPorts {
  readonly request: StopRequest;
  change(entry: Entry, news: { readonly status: TaskStatus }): void;
}

/** Ends the task and everything that belongs to it. The first who asks is the one that stopped it. */
export async function stop(entry: StartedEntry, { request, change }: StopPorts): Promise<StopOutcome> {
  const { run, task } = entry;
  if (isEnded(task)) return stopLeftovers({ entry, task, change });
  if (entry.stopRequest === undefined) {
    const { since, by } = request;
    entry.stopRequest = request;
    run.noteStop(request);
    entry.limitTimer?.clear();
    change(entry, { status: { phase: 'stopping', startedAt: startOf(task), since, by } });
  }
  const report = await run.stop();
  if (report.left.length > 0 || report.isUnseen) return { kind: 'left', task: entry.task, report };
  const ended = await endUnlessAborted(entry, AbortSignal.timeout(END_WITHIN));
  if (ended === undefined) return { kind: 'left', task: entry.task, report: { left: [], isUnseen: true } };
  return { kind: ended.status.end.at < entry.stopRequest.since ? 'ended' : 'stopped', task: ended };
}

/** Milliseconds within which the end is found once nothing runs any more. */
const END_WITHIN = 10_000;

async function stopLeftovers({ entry, task, change }: Leftovers): Promise<StopOutcome> {
  const { end } = task.status;
  if (end.leftRunning === 0) return { kind: 'ended', task };
  const report = await entry.run.stop();
  const names = report.left.map(({ name }) => name);
  const left = names.length === 0 ? { leftRunning: 0 } : { leftRunning: names.length, leftNames: [...new Set(names)] };
  const status = { ...task.status, end: withLeftovers(end, left) };
  change(entry, { status });
  if (report.left.length > 0) return { kind: 'left', task: entry.task, report };
  return { kind: 'ended', task: { ...task, status } };
}

interface Leftovers extends Pick<StopPorts, 'change'> {
  readonly entry: StartedEntry;
  readonly task: EndedTask;
}
