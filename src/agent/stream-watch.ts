/**
 * The watchdog of a request: says when nothing has come for a while, and gives the connection up when nothing comes for
 * too long, or when the machine has slept, which connections seldom survive. Any byte counts, so pings keep it alive.
 */
import { jumpBetween, read, type SystemClock } from './system-clock.ts';

export interface StreamWatch {
  /** Something has come. */
  touch(): void;
  /** Why the connection was given up. */
  readonly verdict: 'silent' | 'slept' | undefined;
  stop(): void;
}

export interface StreamWatchOptions {
  readonly clock: SystemClock;
  /** How long the first byte may take; without it, as long as any other. Milliseconds. */
  readonly firstByte?: number;
  /** Nothing has come for so many seconds; `null`: something has come again. */
  onSilence(seconds: number | null): void;
  giveUp(): void;
}

/** Milliseconds without a byte. */
export const SILENCE = 60_000;
export const LONGEST_SILENCE = 120_000;

const TICK = 1_000;

export function watchStream({ clock, firstByte, onSilence, giveUp }: StreamWatchOptions): StreamWatch {
  let before = read(clock);
  let silence = 0;
  let longest = firstByte ?? LONGEST_SILENCE;
  let isSaid = false;
  let verdict: StreamWatch['verdict'];
  const stop = clock.every(TICK, tick);

  function tick(): void {
    const now = read(clock);
    const jump = jumpBetween(before, now);
    // While the program was stopped (ctrl+z) or busy, bytes may have come that nobody has read yet.
    silence += Math.min(now.steady - before.steady, 2 * TICK);
    before = now;
    if (jump !== 0) return end('slept');
    if (silence >= longest) return end('silent');
    if (silence < SILENCE || isSaid) return;
    isSaid = true;
    onSilence(Math.round(silence / 1000));
  }

  function end(why: 'silent' | 'slept'): void {
    stop();
    verdict = why;
    giveUp();
  }

  return {
    touch() {
      silence = 0;
      longest = LONGEST_SILENCE;
      if (!isSaid) return;
      isSaid = false;
      onSilence(null);
    },
    get verdict() {
      return verdict;
    },
    stop,
  };
}
