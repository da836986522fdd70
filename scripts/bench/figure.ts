/** One measured figure: the median of `samples`, or what else `of` says. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The value must be at most this; `null` for what is only there to compare. */
  readonly target: number | null;
  /** How it was measured, in a few words. */
  readonly of: string;
  readonly samples: readonly number[];
}

export function isMissed({ value, target }: Figure): boolean {
  return target !== null && !(value <= target);
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 50);
}

/** The smallest sample that is at least as large as `percent` of all; not a number when there is none. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? NaN;
}
