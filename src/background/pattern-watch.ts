/**
 * Looks for patterns in what a task prints, while it prints it, and tells what it found.
 *
 * - Only new output is read, each line once; a line that is not finished is looked at as it stands, and later again.
 * - A flood costs little: when it is too far behind it leaves output out, and says how much.
 * - At most one telling in 2 seconds, and each makes the next wait longer, up to a minute, and up to ten minutes when
 *   there were many; what is held back is counted.
 * - A pattern that takes too long is told once and then left alone.
 */
import { aroundMatch } from './around-match.ts';
import { cleanText } from './clean-text.ts';
import { type PatternSearch, readPattern, type TextRange } from './pattern-search.ts';
import type { LogPage, LogQuery } from './task-log.ts';
import type { Matched, PatternMatch } from './task.ts';

export interface PatternWatch {
  /** There is new output. */
  look(): void;
  /** No more output comes: what is left is searched and told at once. */
  finish(): void;
  close(): void;
}

export interface PatternWatchOptions {
  readonly patterns: readonly string[];
  readonly search: PatternSearch;
  readonly from: number;
  readLog(query: LogQuery): Promise<LogPage>;
  tell(matched: Matched): void;
  now(): number;
}

const PAGE_BYTES = 128 * 1024;
/** Further behind than this it leaves output out. */
const MOST_BEHIND = 4 * PAGE_BYTES;
/** Milliseconds between two pages of output that is already there. */
const PAUSE = 250;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;
/** So many tellings cost enough: from then on they are rare. */
const MANY = 20;
const LONGEST_WAIT_AFTER_MANY = 600_000;
const LINES_TOLD = 5;
const LONGEST_LINE = 240;

export function watchPatterns(options: PatternWatchOptions): PatternWatch {
  const { search, readLog, now } = options;
  const wanted = options.patterns.flatMap((written) => startOf(written));
  /** Matches that are not told yet. */
  let held: ReadonlyMap<string, PatternMatch> = new Map();
  let skipped = 0;
  let hasToldSkipped = false;
  let at = options.from;
  let searchedTo = at;
  let phase: 'watching' | 'finishing' | 'closed' = 'watching';
  let isReading = false;
  let hasNews = false;
  let pauseTimer: NodeJS.Timeout | undefined;
  let tellTimer: NodeJS.Timeout | undefined;
  let wait = FIRST_WAIT;
  let tellings = 0;
  let mayTellAt = -Infinity;

  function look(): void {
    hasNews = true;
    if (isReading || pauseTimer !== undefined || phase === 'closed') return;
    isReading = true;
    void read().finally(() => {
      isReading = false;
      // Told at the very moment when the reading was over.
      if (hasNews) look();
    });
  }

  async function read(): Promise<void> {
    while (hasNews && !isClosed()) {
      hasNews = false;
      const page = await readLog({ after: at, bytes: PAGE_BYTES, longest: Infinity });
      if (isClosed()) return;
      take(page);
      if (page.atEnd) continue;
      if (phase === 'watching') return pause();
      hasNews = true;
    }
    if (phase === 'finishing') tell();
  }

  function pause(): void {
    pauseTimer = setTimeout(() => {
      pauseTimer = undefined;
      look();
    }, PAUSE).unref();
  }

  function take(page: LogPage): void {
    const unfinished = page.atEnd && page.to < page.size;
    const lines = page.lines.flatMap((line) => (line.kind === 'text' ? [cleanText(line.text)] : []));
    for (const line of page.lines) if (line.kind === 'gap') skipped += line.bytes;
    for (const one of wanted)
      searchOne(one, { lines, from: page.from, unfinishedAt: unfinished ? page.to : undefined });
    searchedTo = page.atEnd ? page.size : page.to;
    at = page.to;
    if (page.size - at > MOST_BEHIND) {
      skipped += page.size - PAGE_BYTES - at;
      at = page.size - PAGE_BYTES;
    }
    tellSoon();
  }

  function searchOne(one: Wanted, { lines, from, unfinishedAt }: Searched): void {
    if (one.tooSlow) return;
    const found = search.search(one.pattern, lines);
    if (found.kind === 'slow') {
      one.tooSlow = true;
      return hold(one, []);
    }
    const last = lines.length - 1;
    const isNew = found.indices.filter((index) => index > 0 || one.matchedAt !== from);
    if (unfinishedAt !== undefined && found.indices.includes(last)) one.matchedAt = unfinishedAt;
    if (isNew.length === 0) return;
    const matching = isNew.map((index) => lines[index] ?? '');
    const ranges = search.ranges(one.pattern, matching.slice(0, LINES_TOLD));
    hold(
      one,
      matching.map((line, nth) => excerpt(line, ranges[nth]?.[0])),
    );
  }

  function hold({ written, tooSlow }: Wanted, lines: readonly string[]): void {
    const before = held.get(written) ?? { pattern: written, lines: [], more: 0, tooSlow };
    const all = [...before.lines, ...lines];
    const more = before.more + Math.max(all.length - LINES_TOLD, 0);
    held = new Map(held).set(written, { pattern: written, lines: all.slice(0, LINES_TOLD), more, tooSlow });
  }

  function tellSoon(): void {
    if (phase !== 'watching' || !hasSomething()) return;
    tellTimer ??= setTimeout(tell, Math.max(mayTellAt - now(), 0)).unref();
  }

  function hasSomething(): boolean {
    return held.size > 0 || (skipped > 0 && (!hasToldSkipped || phase === 'finishing'));
  }

  function tell(): void {
    clearTimeout(tellTimer);
    tellTimer = undefined;
    if (!hasSomething()) return;
    const matched = { patterns: [...held.values()], skipped, upTo: searchedTo };
    hasToldSkipped ||= skipped > 0;
    held = new Map();
    skipped = 0;
    mayTellAt = now() + wait;
    tellings += 1;
    wait = Math.min(2 * wait, tellings < MANY ? LONGEST_WAIT : LONGEST_WAIT_AFTER_MANY);
    options.tell(matched);
  }

  /** Asked by a function, because it may become true while somebody awaits something. */
  function isClosed(): boolean {
    return phase === 'closed';
  }

  return {
    look,
    finish() {
      if (phase !== 'watching') return;
      phase = 'finishing';
      clearTimeout(pauseTimer);
      pauseTimer = undefined;
      look();
    },
    close() {
      phase = 'closed';
      clearTimeout(pauseTimer);
      clearTimeout(tellTimer);
    },
  };
}

interface Wanted {
  readonly written: string;
  readonly pattern: RegExp;
  tooSlow: boolean;
  /** Where the unfinished line begins that matched already. */
  matchedAt: number | undefined;
}

interface Searched {
  readonly lines: readonly string[];
  readonly from: number;
  readonly unfinishedAt: number | undefined;
}

/** One that cannot be read was refused before, or comes from a newer program. */
function startOf(written: string): readonly Wanted[] {
  const read = readPattern(written);
  return read.kind === 'ok' ? [{ written, pattern: read.pattern, tooSlow: false, matchedAt: undefined }] : [];
}

function excerpt(line: string, range: TextRange | undefined): string {
  const blanks = line.length - line.trimStart().length;
  const moved: TextRange | undefined = range && [range[0] - blanks, range[1] - blanks];
  return aroundMatch(line.trim(), moved, LONGEST_LINE);
}
