/** How much a task printed in each of the last seconds. */

export interface PrintRates {
  /** Bytes printed so far. */
  readonly size: number;
  /** The second to which the newest rate belongs, counted since the epoch. */
  readonly second: number;
  /** Bytes a second, oldest first; at most `KEPT_SECONDS`. */
  readonly rates: readonly number[];
}

export const KEPT_SECONDS = 32;

/** What was printed before the first note, perhaps long ago, is no activity. */
export function notePrinted(
  printed: PrintRates | undefined,
  { size, now }: { readonly size: number; readonly now: number },
): PrintRates {
  const second = Math.floor(now / 1000);
  if (printed === undefined) return { size, second, rates: [] };
  if (size === printed.size) return printed;
  const rates = ratesUpTo(printed, second);
  return { size, second, rates: [...rates.slice(0, -1), (rates.at(-1) ?? 0) + Math.max(0, size - printed.size)] };
}

/** The rates of the last `count` seconds up to now, oldest first. */
export function recentRates(printed: PrintRates | undefined, now: number, count: number): readonly number[] {
  const rates = printed === undefined ? [] : ratesUpTo(printed, Math.floor(now / 1000));
  return [...Array.from({ length: Math.max(0, count - rates.length) }, () => 0), ...rates.slice(-count)];
}

/** With a rate of 0 for each second in which nothing came. */
function ratesUpTo({ rates, second }: PrintRates, until: number): readonly number[] {
  const silent = Math.min(KEPT_SECONDS, Math.max(rates.length === 0 ? 1 : 0, until - second));
  return [...rates, ...Array.from({ length: silent }, () => 0)].slice(-KEPT_SECONDS);
}
