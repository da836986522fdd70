import { Script, createContext } from 'node:vm';

/**
 * Searches lines with patterns that others wrote, who may have written one that never ends: `/(a+)+$/` on 28 letters
 * takes half a minute. So they run where they can be cut off.
 */
export interface PatternSearch {
  /** The indices of the lines that match. `slow`: it took too long, and would again. */
  search(pattern: RegExp, lines: readonly string[]): Found;
}

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
  let place: { readonly script: Script; readonly context: Context } | undefined;

  return {
    search(pattern, lines) {
      place ??= { script: new Script(SEARCH), context: createContext({}) as Context };
      const { script, context } = place;
      Object.assign(context, { pattern, lines });
      for (const timeout of limits) {
        try {
          return { kind: 'found', indices: [...(script.runInContext(context, { timeout }) as readonly number[])] };
        } catch {
          // Its time was over.
        }
      }
      return { kind: 'slow' };
    },
  };
}

interface Context {
  pattern: RegExp;
  lines: readonly string[];
}

const SEARCH = `((pattern, lines) => lines.flatMap((line, index) => (pattern.test(line) ? [index] : [])))(pattern, lines)`;
