import { startsContainer } from './container-client.ts';
import type { RunEnd } from './executor.ts';
import type { Actor, Leftovers, TaskEnd, TaskEndKind } from './task.ts';

/** Who asked for a task to be stopped, and when. */
export interface StopRequest {
  readonly by: Actor;
  readonly since: number;
}

/** The end of a task: how its run ended, and who brought it to that. */
export function taskEnd(options: {
  readonly runEnd: RunEnd;
  readonly request: StopRequest | undefined;
  readonly timeLimit: number | null;
  readonly command: string;
}): TaskEnd {
  const { runEnd, request, timeLimit, command } = options;
  const { end, at } = runEnd;
  const isKilled = end.kind === 'signalled' && end.signal === 'SIGKILL';
  const left = {
    ...leftoversOf(runEnd),
    ...(isKilled && startsContainer(command) ? { containerMayGoOn: true as const } : {}),
  };
  if (end.kind === 'skipped') return { ...end, at, by: request?.by ?? actorOf(end), ...left };
  const hasRun = end.kind === 'exited' || end.kind === 'signalled' || end.kind === 'finished';
  // Both are true by the clock of their moment.
  const latest = Math.max(at, at + (runEnd.drift ?? 0));
  if (request === undefined || latest < request.since || !hasRun) return { ...end, at, by: actorOf(end), ...left };
  const { by } = request;
  if (by === 'time limit' && timeLimit !== null) return { kind: 'timed-out', after: timeLimit, at, by, ...left };
  return { ...end, at, by, ...left };
}

/** An end with what is left running now. */
export function withLeftovers({ leftRunning: _, leftNames: __, ...end }: TaskEnd, left: Leftovers): TaskEnd {
  return { ...end, ...leftoversOf(left) };
}

function leftoversOf({ leftRunning, leftNames }: Leftovers): Leftovers {
  return leftNames === undefined ? { leftRunning } : { leftRunning, leftNames };
}

function actorOf(end: TaskEndKind): Actor {
  switch (end.kind) {
    case 'exited':
    case 'finished':
    case 'failed-to-start':
    case 'skipped':
      return 'itself';
    case 'signalled':
      return SENT_BY_SOMEBODY.has(end.signal) ? 'outside' : 'itself';
    case 'timed-out':
      return 'time limit';
    case 'lost':
      return 'unknown';
    default:
      return end satisfies never;
  }
}

/** The others are sent by the system for what a program itself did: SIGSEGV, SIGABRT, SIGPIPE and their like. */
const SENT_BY_SOMEBODY: ReadonlySet<string> = new Set([
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGKILL',
  'SIGTERM',
  'SIGUSR1',
  'SIGUSR2',
]);
