import type { SendOptions } from './executor.ts';
import type { Entry } from './task-entry.ts';
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
export async function send(entry: Entry, input: string, { eof, change }: SendPorts): Promise<SendOutcome> {
  const { task, run } = entry;
  const possible = canSend(task);
  if (possible.kind !== 'sent') return possible;
  if (run === undefined) return { kind: 'not-running', task };
  const report = await run.send(input, { eof });
  if (report.kind !== 'sent') return { ...report, task: entry.task };
  if (entry.task.asks !== undefined) change(entry, { asks: undefined });
  return report;
}

interface SendPorts extends SendOptions {
  /** What was asked counts as answered. */
  change(entry: Entry, news: { readonly asks: undefined }): void;
}
