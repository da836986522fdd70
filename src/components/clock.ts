/** One timer for everything on the screen that counts time; it runs only while something does. */

export interface Clock {
  now(): number;
  /** Called every second, or every minute where nothing is to move, until the returned function is. */
  subscribe(listener: () => void): () => void;
  /** Grows with every call. */
  ticks(): number;
}

const SECOND = 1_000;
const MINUTE = 60_000;

/** `calm`: its time too goes on by whole minutes, also where something else draws in between. */
export function createClock(now: () => number, { calm = false }: { readonly calm?: boolean } = {}): Clock {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let ticks = 0;

  function tick(): void {
    ticks += 1;
    for (const listener of listeners) listener();
  }

  return {
    now: calm ? () => Math.floor(now() / MINUTE) * MINUTE : now,
    ticks: () => ticks,
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(tick, calm ? MINUTE : SECOND);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
