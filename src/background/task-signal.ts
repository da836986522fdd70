/** One signal for a task, and whether its end was the answer. */
import type { RunEnd } from './executor.ts';
import type { StopRequest } from './task-end.ts';

/** What may be sent to a task. Standing still and going on are words of their own. */
export const TASK_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGKILL', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
export type TaskSignal = (typeof TASK_SIGNALS)[number];

/** Who sent it, and when. */
export interface SignalRequest extends StopRequest {
  readonly signal: TaskSignal;
}

/** How long after a signal an end still counts as its answer, in milliseconds. */
export const SIGNAL_MOMENT = 2_000;

/** Whether a run ended because of a signal: by it, or soon after one that is meant to end a program. */
export function isAnswerTo({ signal, since }: SignalRequest, { end, at }: RunEnd): boolean {
  if (end.kind === 'signalled') return end.signal === signal;
  return MEANT_TO_END.has(signal) && end.kind === 'exited' && at - since <= SIGNAL_MOMENT;
}

/** Programs take the others as a word to them: read your settings anew, show your progress. */
const MEANT_TO_END: ReadonlySet<TaskSignal> = new Set(['SIGINT', 'SIGTERM', 'SIGKILL', 'SIGQUIT']);
