/** Calls once when it has run for a time; while it is held, the time stands still. */
export interface LimitTimer {
  hold(): void;
  /** Lets the time run; it does not, at first. */
  release(): void;
  clear(): void;
}

/** `limit` in milliseconds. A process that only waits for it may end. */
export function createLimitTimer(limit: number, onLimit: () => void): LimitTimer {
  let left = limit;
  let releasedAt = 0;
  let timer: NodeJS.Timeout | undefined;

  function hold(): void {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    left -= performance.now() - releasedAt;
  }

  return {
    hold,
    release() {
      if (timer !== undefined) return;
      releasedAt = performance.now();
      timer = setTimeout(onLimit, Math.min(left, LONGEST_TIMER)).unref();
    },
    clear() {
      clearTimeout(timer);
    },
  };
}

/** What a timer of Node can hold, 24.8 days: a longer limit is no shorter than that. */
const LONGEST_TIMER = 2 ** 31 - 1;
