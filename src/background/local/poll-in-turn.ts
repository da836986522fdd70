/** Looks at many things by one timer: seldom at what does not change, and never at all of thousands at once. */
export interface Poller {
  /** `look` answers whether it found something new. */
  add(look: () => boolean): Polled;
}

export interface Polled {
  /** Something happened: the next look comes after one interval, and what follows is seldom again. */
  wake(): void;
  remove(): void;
}

/** `interval`: milliseconds between two looks at what changes. */
export function createPoller(interval: number): Poller {
  const entries = new Set<Entry>();
  let timer: NodeJS.Timeout | undefined;

  return {
    add(look) {
      const entry: Entry = { look, wait: interval, at: performance.now() + interval };
      entries.add(entry);
      timer ??= tickIn(interval);
      return {
        wake() {
          entry.wait = interval;
          entry.at = Math.min(entry.at, performance.now() + interval);
        },
        remove() {
          entries.delete(entry);
          if (entries.size > 0) return;
          clearTimeout(timer);
          timer = undefined;
        },
      };
    },
  };

  function tickIn(ms: number): NodeJS.Timeout {
    // What is looked at keeps the process: `-p` has nothing else to stay for.
    return setTimeout(tick, ms);
  }

  function tick(): void {
    timer = undefined;
    const begun = performance.now();
    let isBehind = false;
    for (const entry of entries) {
      if (entry.at > begun) continue;
      isBehind = performance.now() - begun > SLICE_MS;
      if (isBehind) break;
      entry.wait = entry.look() ? interval : Math.min(2 * entry.wait, LONGEST_INTERVALS * interval);
      entry.at = begun + entry.wait;
    }
    if (entries.size > 0) timer = tickIn(isBehind ? Math.min(interval, BETWEEN_SLICES_MS) : interval);
  }
}

interface Entry {
  readonly look: () => boolean;
  wait: number;
  at: number;
}

/** So many intervals are between two looks at what has not changed for long. */
const LONGEST_INTERVALS = 8;
const SLICE_MS = 10;
const BETWEEN_SLICES_MS = 50;
