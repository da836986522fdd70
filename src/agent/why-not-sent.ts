import type { SendOutcome } from '../background/send-input.ts';
import { describeEnd } from '../background/task-outcome.ts';
import { isEnded } from '../background/task.ts';

/** Why nothing was sent to the stdin of a task, for a sentence. */
export function whyNotSent(outcome: Exclude<SendOutcome, { kind: 'sent' }>): string {
  switch (outcome.kind) {
    case 'unknown':
      return 'there is no such task';
    case 'not-running':
      return isEnded(outcome.task)
        ? `it has ended (${describeEnd(outcome.task.status.end)})`
        : 'it has not started yet';
    case 'empty':
      return 'its stdin is empty, because it was started without an open one';
    case 'closed':
      return 'the end of its stdin was sent before';
    case 'failed':
      return outcome.reason;
    default:
      return outcome satisfies never;
  }
}
