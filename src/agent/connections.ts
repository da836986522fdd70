import type { StreamWatch } from './stream-watch.ts';
import { jumpBetween, read, type SystemClock } from './system-clock.ts';

/**
 * What is known of the connections that are kept open between requests: after sleep the machine does not know which of
 * them are dead, and a request on one that is would wait for the whole silence.
 */
export interface Connections {
  /** How long the first byte of the next request may take. */
  bound(): { readonly firstByte?: number };
  answered(): void;
  used(verdict: StreamWatch['verdict']): void;
}

export function createConnections(clock: SystemClock): Connections {
  let before = read(clock);
  let doubts = 0;
  return {
    bound() {
      if (jumpBetween(before, read(clock)) !== 0) doubts = DOUBTS;
      before = read(clock);
      if (doubts === 0) return {};
      doubts -= 1;
      return { firstByte: DOUBTED };
    },
    answered: () => void (doubts = 0),
    used(verdict) {
      before = read(clock);
      if (verdict === 'slept') doubts = DOUBTS;
    },
  };
}

/** Milliseconds; so many requests in a row have no longer than that. */
const DOUBTED = 15_000;
const DOUBTS = 2;
