import { startOf } from './cut.ts';
import { Script, createContext } from 'node:vm';

/**
 * Searches lines with patterns that others wrote, who may have written one that never ends: `/(a+)+$/` on 28 letters
 * takes half a minute. So they run where they can be cut off.
 */
export interface PatternSearch {
  /**
   * The indices of the lines that match. Many patterns take time that grows with the square of a line's length: when it
   * takes too long, of long lines only the beginnings are searched, now and later. `slow`: that took too long as well.
   */
  search(pattern: RegExp, lines: readonly string[]): Found;
  /** Where in each of the lines it matches: at most `MOST_RANGES` for a line. Nothing when that takes too long. */
  ranges(pattern: RegExp, lines: readonly string[]): readonly (readonly TextRange[])[];
}

/** From one index of a line up to, not with, another. */
export type TextRange = readonly [from: number, to: number];

export type Found = { readonly kind: 'found'; readonly indices: readonly number[] } | { readonly kind: 'slow' };

export type ReadPattern =
  { readonly kind: 'ok'; readonly pattern: RegExp } | { readonly kind: 'invalid'; readonly reason: string };

/** A pattern as it is written: a regular expression, or one between slashes with flags of i, m, s, u. */
export function readPattern(written: string): ReadPattern {
  const [, source = written, flags = ''] = /^\/(.+)\/([imsu]*)$/s.exec(written) ?? [];
  try {
    return { kind: 'ok', pattern: new RegExp(source, flags) };
  } catch (error) {
    return { kind: 'invalid', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** `limits`: milliseconds for one search; the second is for a machine that was busy the first time. */
export function createPatternSearch(limits: readonly number[] = [50, 200]): PatternSearch {
  let context: Context | undefined;
  const scripts = new Map<string, Script>();
  /** Those that took too long on long lines. */
  const beginningsOnly = new WeakSet<RegExp>();

  /** What the script answers, or nothing when its time was over. */
  function run(source: string, values: Context): unknown {
    context ??= createContext({}) as Context;
    const script = scripts.get(source) ?? new Script(source);
    scripts.set(source, script);
    Object.assign(context, values);
    for (const timeout of limits) {
      try {
        return script.runInContext(context, { timeout });
      } catch {
        // Its time was over.
      }
    }
    return undefined;
  }

  return {
    search(pattern, lines) {
      const find = (searched: readonly string[]) =>
        run(SEARCH, { pattern, lines: searched }) as readonly number[] | undefined;
      let indices = beginningsOnly.has(pattern) ? undefined : find(lines);
      if (indices === undefined) {
        const beginnings = lines.map((line) => startOf(line, BEGINNING));
        const isShorter = lines.some((line) => line.length > BEGINNING);
        if (isShorter) beginningsOnly.add(pattern);
        if (isShorter || beginningsOnly.has(pattern)) indices = find(beginnings);
      }
      return indices === undefined ? { kind: 'slow' } : { kind: 'found', indices: [...indices] };
    },
    ranges(pattern, lines) {
      const global = new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}g`);
      const found = run(RANGES, { pattern: global, lines }) as readonly (readonly TextRange[])[] | undefined;
      return (found ?? []).map((ranges) => ranges.map(([from, to]) => [from, to] as const));
    },
  };
}

/** Characters. */
const BEGINNING = 4_000;

interface Context {
  pattern: RegExp;
  lines: readonly string[];
}

const SEARCH = `((pattern, lines) => lines.flatMap((line, index) => (pattern.test(line) ? [index] : [])))(pattern, lines)`;

const MOST_RANGES = 50;
const RANGES = `lines.map((line) => {
  const found = [];
  for (const match of line.matchAll(pattern)) {
    if (match[0] !== '') found.push([match.index, match.index + match[0].length]);
    if (found.length === ${MOST_RANGES}) break;
  }
  return found;
})`;
