import { describeEnd, describeOutcome } from '../../background/task-outcome.ts';
import { describeWait, hasDuration, type EndedTask, type Task } from '../../background/task.ts';
import { oneLine, seconds } from './words.ts';

/** `running for 12.0 s`, `completed: exit 0 after 12.4 s`. `now` in milliseconds since the epoch. */
export function stateWords(task: Task, now: number): string {
  const { status } = task;
  switch (status.phase) {
    case 'queued':
      return `queued, ${describeWait(status)}`;
    case 'starting':
      return 'starting';
    case 'running':
      return `running for ${seconds(now - status.startedAt)}`;
    case 'paused':
      return `paused for ${seconds(now - status.since)}`;
    case 'stopping':
      return `stopping for ${seconds(now - status.since)}, asked by: ${status.by}`;
    case 'done':
      return [describeOutcome(status.end), ...spent(status)].join(' after ');
    default:
      return status satisfies never;
  }
}

/** `npm test`, or `unit tests: npm test` when it has a label. One line. */
export function nameWords({ spec }: Task): string {
  return spec.label === undefined ? oneLine(spec.command) : `${oneLine(spec.label)}: ${oneLine(spec.command)}`;
}

/** An end for the screen: `exit 0 · 0.3 s`. A running task: its state. */
export function shortState(task: Task, now: number): string {
  const { status } = task;
  if (status.phase !== 'done') return stateWords(task, now);
  return [describeEnd(status.end), ...spent(status)].join(' · ');
}

/** How long it ran; nothing when it did not. */
function spent({ startedAt, end }: EndedTask['status']): readonly string[] {
  return hasDuration(end) ? [seconds(end.at - startedAt)] : [];
}
