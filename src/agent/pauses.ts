/** How long to wait before a request is made again that failed in a way that may pass, and the waiting itself. */
import type { Again } from './provider.ts';
import { read, type SystemClock } from './system-clock.ts';

export interface Pauses {
  /** Milliseconds until the next attempt; `over` when that would be longer than the waiting may last. */
  next(again: Again): number | 'over';
  /** Milliseconds since the first failure. */
  spent(): number;
}

export interface PausesOptions {
  readonly clock: SystemClock;
  /** How long all waiting may last; without it, as long as it takes. Milliseconds. */
  readonly longest?: number;
  /** From 0 to 1; spreads the attempts of many programs. */
  random(): number;
}

const FIRST = 1_000;
const LONGEST = 90_000;

export function createPauses({ clock, longest = Infinity, random }: PausesOptions): Pauses {
  let startedAt: number | undefined;
  let failures = 0;
  const spent = () => (startedAt === undefined ? 0 : clock.steady() - startedAt);
  return {
    spent,
    next({ after, atOnce = false }) {
      startedAt ??= clock.steady();
      const own = Math.min(LONGEST, FIRST * 2 ** failures) * (0.75 + random() / 2);
      failures += 1;
      const pause = Math.ceil(after ?? (atOnce && failures === 1 ? 0 : own));
      return spent() + pause > longest ? 'over' : pause;
    },
  };
}

export interface Waiting {
  /** Settles after so many milliseconds, when `signal` aborts, or when it is hastened. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Ends a wait that is under way; false when there is none. */
  hasten(): boolean;
}

/** By either clock, so that neither sleep nor a clock that is set makes it longer. */
export function createWaiting(clock: SystemClock): Waiting {
  let end: (() => void) | undefined;
  return {
    wait(ms, signal) {
      if (ms <= 0 || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const from = read(clock);
        const stop = clock.every(Math.min(ms, TICK), () => {
          const now = read(clock);
          if (now.steady - from.steady >= ms || now.wall - from.wall >= ms) finish();
        });
        const finish = () => {
          stop();
          signal.removeEventListener('abort', finish);
          if (end === finish) end = undefined;
          resolve();
        };
        end = finish;
        signal.addEventListener('abort', finish, { once: true });
      });
    },
    hasten() {
      const isWaiting = end !== undefined;
      end?.();
      return isWaiting;
    },
  };
}

const TICK = 250;
