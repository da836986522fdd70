/**
 * Finds lines in a log, page by page: each call looks at one page and lets everything else run before, so that a log of
 * any size holds up no key. Patterns run where they can be cut off.
 */
import { setImmediate } from 'node:timers/promises';
import { cleanText } from './clean-text.ts';
import type { createDigestSource } from './digest-source.ts';
import { findAll } from './digest/find.ts';
import { toLog } from './digest/log.ts';
import { createPatternSearch } from './pattern-search.ts';
import { LOG_PAGE_BYTES } from './task-log.ts';
import type { LogFindings, LogLine, LogPage, LogPlace, LogQuery, LogSearchQuery } from './task-log.ts';

type ReadLog = (query: LogQuery) => Promise<LogPage>;

export interface LogSearch {
  search(readLog: ReadLog, query: LogSearchQuery): Promise<LogFindings>;
  errors(readLog: ReadLog): Promise<readonly LogPlace[]>;
}

export function createLogSearch(source: ReturnType<typeof createDigestSource>): LogSearch {
  const patterns = createPatternSearch();

  return {
    async search(readLog, { pattern, after, line }) {
      await setImmediate();
      const page = await readLog({ after, bytes: LOG_PAGE_BYTES });
      const texts = page.lines.map(plain);
      // A place is known by its line as it is shown; what was cut of that is searched all the same.
      const isCut = texts.some((text) => text.length >= SHOWN_CHARS);
      const whole = isCut ? await readLog({ after, bytes: LOG_PAGE_BYTES, longest: Infinity }) : page;
      const found = patterns.search(pattern, whole === page ? texts : whole.lines.map(plain));
      const indices = found.kind === 'found' ? found.indices : [];
      const matching = indices.filter((index) => page.lines[index]?.kind === 'text');
      const ranges = patterns.ranges(
        pattern,
        matching.map((index) => texts[index] ?? ''),
      );
      const numbers = numbersFrom(page.lines, line);
      return {
        places: matching.map((index, nth) => ({
          from: after,
          index,
          line: numbers[index] ?? null,
          ...beginning(page.lines[index]),
          text: texts[index] ?? '',
          ranges: ranges[nth] ?? [],
        })),
        to: page.to,
        line: page.lines.some(({ kind }) => kind === 'gap') || line === null ? null : line + page.lines.length,
        size: page.size,
        atEnd: page.atEnd || page.to <= after,
        slow: found.kind === 'slow',
      };
    },

    async errors(readLog) {
      const starts = new WeakMap<LogLine, number>();
      const pieces = await source.read(async (query) => {
        const page = await readLog(query);
        for (const line of page.lines) starts.set(line, page.from);
        return page;
      });
      const { lines } = toLog(pieces);
      const { errors, others } = findAll(lines);
      const wanted = [...errors, ...others].map(({ at }) => at).sort((one, other) => one - other);
      return locate(readLog, {
        wanted: wanted.flatMap((index) => {
          const piece = pieces[index];
          const page = piece?.kind === 'text' ? starts.get(piece) : undefined;
          return piece?.kind === 'text' && page !== undefined ? [{ page, text: plain(piece) }] : [];
        }),
      });
    },
  };
}

/** From this length on a line may be cut (`LogQuery`). */
const SHOWN_CHARS = 4_000;

/** The same lines by the pages in which a log is shown. Both ways of reading see the lines in one order. */
async function locate(
  readLog: ReadLog,
  { wanted }: { readonly wanted: readonly { readonly page: number; readonly text: string }[] },
): Promise<readonly LogPlace[]> {
  const places: LogPlace[] = [];
  let [next, ...rest] = wanted;
  let line: number | null = 1;
  for (let after = 0; next !== undefined;) {
    await setImmediate();
    const page = await readLog({ after, bytes: LOG_PAGE_BYTES });
    const numbers = numbersFrom(page.lines, line);
    for (const [index, logLine] of page.lines.entries()) {
      // What was looked at may have lain further on; a line of the same words before it is as good.
      if (next === undefined || page.to <= next.page || logLine.kind !== 'text' || plain(logLine) !== next.text)
        continue;
      places.push({
        from: after,
        index,
        line: numbers[index] ?? null,
        ...beginning(logLine),
        text: next.text,
        ranges: [],
      });
      [next, ...rest] = rest;
    }
    // It is no longer kept.
    while (next !== undefined && next.page + LONGEST_SLICE < page.to) [next, ...rest] = rest;
    if (page.atEnd || page.to <= after) break;
    line = page.lines.some(({ kind }) => kind === 'gap') || line === null ? null : line + page.lines.length;
    after = page.to;
  }
  return places;
}

/** The pages that were looked at are shorter than this. */
const LONGEST_SLICE = 64 * 1024;

function beginning(line: LogLine | undefined): Pick<LogPlace, 'at'> {
  return line?.kind === 'text' && line.at !== undefined ? { at: line.at } : {};
}

function plain(line: LogLine): string {
  return line.kind === 'text' ? cleanText(line.text).trimEnd() : '';
}

/** The number of each line; nothing from a gap on. */
function numbersFrom(lines: readonly LogLine[], first: number | null): readonly (number | null)[] {
  const gap = lines.findIndex(({ kind }) => kind === 'gap');
  return lines.map((_, index) => (first === null || (gap !== -1 && index >= gap) ? null : first + index));
}
