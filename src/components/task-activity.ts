/** How busy a task is: what it printed in the last seconds, and what its processes use. */
import type { TaskUsage } from '../background/task.ts';
import { recentRates, type PrintRates } from '../store/print-rates.ts';
import { bytes } from './format.ts';
import { displayWidth, fitLine } from './text.ts';
import type { Theme } from './theme.ts';

export interface ActivityOptions {
  /** Columns. */
  readonly width: number;
  readonly now: number;
  readonly theme: Theme;
  readonly rates?: PrintRates | undefined;
  readonly usage?: TaskUsage | undefined;
}

/** `▁▂▅▇▅▂▃▆   12 % cpu   340 MB      18 kB`: each figure keeps its columns, so that nothing moves. */
export function activityRow(size: number, options: ActivityOptions): string {
  const { width, theme, usage } = options;
  const printed = bytes(size);
  const figures = usage === undefined ? '' : usageColumns(usage);
  const room = width - USAGE_COLUMNS - PRINTED_COLUMNS - 2;
  const seconds = Math.max(SHORTEST, Math.min(LONGEST, room));
  const line = sparkline(recentRates(options.rates, options.now, seconds));
  const left = `${line} ${figures}`;
  return displayWidth(left) + 1 + printed.length <= width
    ? fitLine(theme.dim(left), theme.dim(printed), width)
    : fitLine(theme.dim(line), theme.dim(printed), width);
}

/** One sign a number, from `▁` for nothing to `▇` for the highest of them. */
export function sparkline(numbers: readonly number[]): string {
  const highest = Math.max(...numbers);
  return numbers.map((number) => BARS[barOf(number, highest)]).join('');
}

/** `112 % CPU`, `340 MB`. */
export function usageWords({ cpu, memory }: TaskUsage): readonly string[] {
  return [...(cpu === undefined ? [] : [`${percent(cpu)} % CPU`]), bytes(memory)];
}

const BARS = '▁▂▃▄▅▆▇';
const SHORTEST = 8;
const LONGEST = 24;
/** ` 112 % cpu  340 MB` */
const USAGE_COLUMNS = 18;
/** `999 kB` */
const PRINTED_COLUMNS = 6;

/** The least that was printed is seen. */
function barOf(number: number, highest: number): number {
  return number <= 0 ? 0 : Math.max(1, Math.round((number / highest) * (BARS.length - 1)));
}

function usageColumns({ cpu, memory }: TaskUsage): string {
  return `${cpu === undefined ? ' '.repeat(10) : `${String(percent(cpu)).padStart(4)} % cpu`} ${bytes(memory).padStart(7)}`;
}

function percent(cpu: number): number {
  return Math.round(cpu * 100);
}
