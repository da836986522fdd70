/** Words for requests that wait, and for answers that were declined. Pure. */
import type { ProviderFailure } from './events.ts';

/** A wait in milliseconds: `2 s`, `3 min`. */
export function waitWords(wait: number): string {
  return wait < 100_000 ? `${Math.max(0, Math.ceil(wait / 1000))} s` : `${Math.ceil(wait / 60_000)} min`;
}

/** Whether the same request may well succeed later. */
export function canPass(kind: ProviderFailure['kind']): boolean {
  return ['connection', 'overloaded', 'server', 'timeout', 'rate-limit'].includes(kind);
}

/** Why the model is being waited for, in few words. */
export function reasonWords(kind: ProviderFailure['kind']): string {
  switch (kind) {
    case 'overloaded':
      return 'overloaded';
    case 'rate-limit':
      return 'rate limit';
    case 'connection':
      return 'no connection';
    case 'timeout':
      return 'no answer';
    case 'server':
      return 'server error';
    case 'authentication':
    case 'permission':
    case 'not-found':
    case 'bad-request':
    case 'too-large':
    case 'billing':
    case 'protocol':
      return 'request failed';
    default:
      return kind satisfies never;
  }
}

/** `refusal`: the server's explanation or category, as it came. */
export function declinedWords(refusal: string | undefined): string {
  return refusal === undefined ? 'The model declined to answer.' : `The model declined to answer: ${refusal}`;
}
