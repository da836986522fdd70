import type { Run, SendOptions } from './executor.ts';
import { isEnded, type Task } from './task.ts';

export type SendOutcome =
  | { readonly kind: 'sent' }
  /** There is no such task. */
  | { readonly kind: 'unknown' }
  /** It does not run: it has ended, or was not started yet. */
  | { readonly kind: 'not-running'; readonly task: Task }
  /** It was started with an empty stdin. */
  | { readonly kind: 'empty'; readonly task: Task }
  /** The end of its stdin was sent before. */
  | { readonly kind: 'closed'; readonly task: Task }
  | { readonly kind: 'failed'; readonly task: Task; readonly reason: string };

/** Why nothing can be sent to the task, or that it may be tried. */
export function canSend(task: Task | undefined): SendOutcome {
  if (task === undefined) return { kind: 'unknown' };
  if (isEnded(task) || task.status.phase === 'queued') return { kind: 'not-running', task };
  return task.spec.stdin === 'open' ? { kind: 'sent' } : { kind: 'empty', task };
}

/** Sends text to the stdin of a task, then its end if `eof`. Never waits for the command to read it. */
export async function sendInput(
  { task, run }: { readonly task: Task; readonly run: Run },
  input: string,
  options: SendOptions,
): Promise<SendOutcome> {
  const possible = canSend(task);
  if (possible.kind !== 'sent') return possible;
  const report = await run.send(input, options);
  return report.kind === 'sent' ? report : { ...report, task };
}
