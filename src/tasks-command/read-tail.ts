import type { LogLine, LogPage } from '../background/task-log.ts';

export interface Tail {
  readonly lines: readonly LogLine[];
  /** Where what follows begins. */
  readonly to: number;
}

/** The last lines of a log of those that `select` leaves; a line that is not finished counts, and comes after `to`. */
export async function readTail(
  read: (before: number | 'end') => Promise<LogPage>,
  { count, select }: { readonly count: number; select(lines: readonly LogLine[]): readonly LogLine[] },
): Promise<Tail> {
  let page = await read('end');
  const { to } = page;
  const whole = to < page.size ? page.lines.slice(0, -1) : page.lines;
  const wanted = Math.max(count - select(page.lines.slice(whole.length)).length, 0);
  let lines = select(whole);
  while (!page.atStart && lines.length < wanted) {
    page = await read(page.from);
    lines = [...select(page.lines), ...lines];
  }
  return { lines: wanted === 0 ? [] : lines.slice(-wanted), to };
}
