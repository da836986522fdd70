/** The two clocks of the machine and a timer. Tests pass their own. */
export interface SystemClock {
  /** Milliseconds since the epoch. It can be set, and goes on while the machine sleeps. */
  wall(): number;
  /** Milliseconds since some start. Nobody sets it, and it stands still while the machine sleeps. */
  steady(): number;
  /** Calls `tick` about every `ms` milliseconds until the returned function is called. */
  every(ms: number, tick: () => void): () => void;
}

export const systemClock: SystemClock = {
  wall: () => Date.now(),
  steady: () => performance.now(),
  every(ms, tick) {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
};

/** How far the clock was set, or how long the machine slept, between two readings. Milliseconds. */
export function jumpBetween(before: Reading, now: Reading): number {
  const jump = now.wall - before.wall - (now.steady - before.steady);
  return Math.abs(jump) < TOLERANCE ? 0 : jump;
}

export interface Reading {
  readonly wall: number;
  readonly steady: number;
}

export function read({ wall, steady }: SystemClock): Reading {
  return { wall: wall(), steady: steady() };
}

/** The clocks run apart by themselves, and time passes between reading the one and the other. */
const TOLERANCE = 5_000;
