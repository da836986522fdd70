import type { Span } from './report.ts';

/** Where a moment lies on a line, from 0 to `width`; long stretches in which nothing went on are cut short. */
export interface TimeScale {
  readonly width: number;
  at(time: number): number;
  /** The middle of each cut, and how long it was, in milliseconds. */
  readonly cuts: readonly { readonly x: number; readonly gap: number }[];
  /** Moments worth a mark, and how much busy time lies before each. */
  readonly ticks: readonly { readonly x: number; readonly time: number }[];
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

export function createTimeScale(spans: readonly Span[], width: number): TimeScale {
  const stretches = busyStretches(spans);
  const busy = lengthOf(stretches);
  const room = width - CUT_WIDTH * Math.max(stretches.length - 1, 0);
  const perMs = busy === 0 ? 0 : room / busy;
  const placed = stretches.map((stretch, index) => ({
    ...stretch,
    x: lengthOf(stretches.slice(0, index)) * perMs + index * CUT_WIDTH,
  }));
  const at = (time: number): number => {
    const place = placed.findLast(({ from }) => from <= time) ?? placed[0];
    if (place === undefined) return 0;
    return place.x + (Math.min(Math.max(time, place.from), place.to) - place.from) * perMs;
  };
  return {
    width,
    at,
    cuts: placed.slice(1).map(({ from, x }, index) => ({
      x: x - CUT_WIDTH / 2,
      gap: from - (placed[index]?.to ?? from),
    })),
    ticks: placed.flatMap(({ from, to }) => {
      const step = stepFor(MARK_WIDTH / Math.max(perMs, Number.MIN_VALUE));
      const count = Math.floor((to - from) / step);
      return Array.from({ length: Math.min(count, MOST_MARKS) + 1 }, (_, index) => from + index * step).map((time) => ({
        x: at(time),
        time,
      }));
    }),
  };
}

/** Time in which something went on; what follows shortly after belongs to the same stretch. */
function busyStretches(spans: readonly Span[]): readonly Stretch[] {
  const busy = lengthOf(union(spans));
  const shortest = Math.max(busy * 0.05, 5_000);
  const stretches: Stretch[] = [];
  for (const { from, to } of union(spans)) {
    const last = stretches.at(-1);
    if (last !== undefined && from - last.to <= shortest) stretches[stretches.length - 1] = { from: last.from, to };
    else stretches.push({ from, to });
  }
  return stretches;
}

/** The time that spans cover together, oldest first, none touching another. */
export function union(spans: readonly Pick<Span, 'from' | 'to'>[]): readonly Stretch[] {
  const covered: Stretch[] = [];
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    const last = covered.at(-1);
    if (last === undefined || from > last.to) covered.push({ from, to: Math.max(from, to) });
    else covered[covered.length - 1] = { from: last.from, to: Math.max(last.to, to) };
  }
  return covered;
}

/** Milliseconds in all of them together. */
export function lengthOf(stretches: readonly Pick<Span, 'from' | 'to'>[]): number {
  return stretches.reduce((total, { from, to }) => total + Math.max(0, to - from), 0);
}

const CUT_WIDTH = 26;
const MARK_WIDTH = 84;
const MOST_MARKS = 40;
const SECOND = 1_000;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400].map(
  (seconds) => seconds * SECOND,
);

function stepFor(least: number): number {
  return STEPS.find((step) => step >= least) ?? Math.ceil(least / 86_400_000) * 86_400_000;
}
