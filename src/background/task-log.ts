/**
 * Vocabulary: what a task printed, in lines, pages and places. Pure; every other folder may import it.
 *
 * Offsets and sizes are bytes of what was printed, line numbers are counted from 1.
 */

/** One line of a log, cleaned: colours (SGR) are kept, everything else that could drive a terminal is gone. */
export type LogLine =
  /** `at`: where it begins; of a line that is no part of a log not known. */
  | { readonly kind: 'text'; readonly text: string; readonly at?: number }
  /** Output that was not kept, because the log has a bound. */
  | { readonly kind: 'gap'; readonly bytes: number };

/** Lines that follow one another: where the first and where the last begin. */
export type LineRange = readonly [first: number, last: number];

/** What matters in a log, as text. `lines`: those of the log that it quotes. */
export interface Digest {
  readonly text: string;
  readonly lines: readonly LineRange[];
}

/**
 * Which part of a log to read: about `bytes` before an offset or the end, or from an offset on. Whole lines. `longest`:
 * a line of more characters is cut and says how much is missing; 4,000 if not given.
 */
export type LogQuery = { readonly bytes: number; readonly longest?: number } & (
  { readonly before: number | 'end' } | { readonly after: number }
);

/**
 * Whole lines of a log, oldest first. `from` and `to` are byte offsets into what was printed: asking `before: from`
 * or `after: to` continues without overlap or loss. A line that is not finished yet is the last of a page that
 * reaches the end, and then `to` is the offset where that line begins, so that it is read again.
 */
export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly from: number;
  readonly to: number;
  /** Bytes printed when the page was read. */
  readonly size: number;
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** A line that was found in a log: the `index`-th of the page that is read `after: from` with `LOG_PAGE_BYTES`. */
export interface LogPlace {
  readonly from: number;
  readonly index: number;
  /** Its number, counted from 1; `null` behind a gap. */
  readonly line: number | null;
  /** Where it begins. */
  readonly at?: number;
  /** Without colours. */
  readonly text: string;
  /** What was found in it, by indexes of `text`. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** What was searched in one go; asking again with `after: to` and `line` goes on. */
export interface LogFindings {
  readonly places: readonly LogPlace[];
  readonly to: number;
  /** The number of the next line, counted from 1. */
  readonly line: number | null;
  readonly size: number;
  readonly atEnd: boolean;
  /** The pattern takes too long on these lines; they were left out. */
  readonly slow: boolean;
}

export interface LogSearchQuery {
  readonly pattern: RegExp;
  readonly after: number;
  readonly line: number | null;
}

/** Bytes of a page by which places are told. */
export const LOG_PAGE_BYTES = 128_000;
