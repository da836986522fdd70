/** One timer for everything on the screen that counts seconds; it runs only while something does. */

export interface Clock {
  now(): number;
  /** Called every second until the returned function is. */
  subscribe(listener: () => void): () => void;
  /** Grows with every second that was told. */
  ticks(): number;
}

export function createClock(now: () => number): Clock {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let ticks = 0;

  function tick(): void {
    ticks += 1;
    for (const listener of listeners) listener();
  }

  return {
    now,
    ticks: () => ticks,
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(tick, 1000);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
