/** Vocabulary: an end in one word, and in words. Pure; every other folder may import it. */
import type { Leftovers, TaskEnd } from './task.ts';

/** An end in one word. `exited`: exit 0, but processes of the command still run. */
export type Outcome = 'completed' | 'exited' | 'failed' | 'timeout' | 'stopped' | 'error' | 'skipped' | 'lost';

/** The end in one word. */
export function outcomeOf(end: TaskEnd): Outcome {
  switch (end.kind) {
    case 'timed-out':
      return 'timeout';
    case 'failed-to-start':
      return 'error';
    case 'skipped':
      return 'skipped';
    case 'lost':
      return 'lost';
    case 'exited':
    case 'signalled':
      if (end.by === 'user' || end.by === 'model' || end.by === 'shutdown') return 'stopped';
      if (end.kind === 'signalled' || end.code !== 0) return 'failed';
      return end.leftRunning > 0 ? 'exited' : 'completed';
    case 'finished':
      if (end.by === 'user' || end.by === 'model' || end.by === 'shutdown') return 'stopped';
      return end.failure === undefined ? 'completed' : 'failed';
    default:
      return end satisfies never;
  }
}

/**
 * The end in words, for the pane, the inspector and the notice to the model: `exit 0`, `SIGKILL from outside`,
 * `exit 130, stopped by the user`, `exit 0, 2 processes still running (node, sh)`.
 */
export function describeEnd(end: TaskEnd): string {
  return [endWords(end), actorWords(end), leftWords(end), containerWords(end)].filter(Boolean).join(', ');
}

/** The end in one word and in words, which do not repeat it: `completed: exit 0`, `skipped: it had not started`. */
export function describeOutcome(end: TaskEnd): string {
  const outcome = outcomeOf(end);
  const words = describeEnd(end);
  return words.startsWith(`${outcome}: `) ? words : `${outcome}: ${words}`;
}

function endWords(end: TaskEnd): string {
  switch (end.kind) {
    case 'exited':
      return `exit ${end.code}`;
    case 'signalled':
      return end.by === 'outside' ? `${end.signal} from outside` : end.signal;
    case 'finished':
      return end.failure ?? (end.by === 'itself' ? 'finished' : 'not finished');
    case 'timed-out':
      return `stopped at its time limit of ${end.after / 1000} s`;
    case 'failed-to-start':
      return `did not start: ${end.reason}`;
    case 'skipped':
      return `skipped: ${end.reason}`;
    case 'lost':
      return `lost: ${end.reason}`;
    default:
      return end satisfies never;
  }
}

function actorWords(end: TaskEnd): string {
  switch (end.by) {
    case 'user':
    case 'model':
      return `stopped by the ${end.by}`;
    case 'shutdown':
      return 'stopped when meanwhile quit';
    default:
      return '';
  }
}

function containerWords({ containerMayGoOn }: TaskEnd): string {
  return containerMayGoOn === true ? 'its container may go on (docker ps, docker stop)' : '';
}

function leftWords({ leftRunning, leftNames = [] }: Leftovers): string {
  if (leftRunning === 0) return '';
  const names = leftNames.length === 0 ? '' : ` (${leftNames.join(', ')})`;
  return `${leftRunning} ${leftRunning === 1 ? 'process' : 'processes'} still running${names}`;
}
