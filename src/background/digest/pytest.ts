import { blocks, firstMatching, matching, nearestBefore, present } from './recogniser.ts';
import type { FoundError, Range, Recogniser } from './recogniser.ts';

/** Its report ends with `FAILED path::test - reason`; before that each failure has a block with `E` lines. */
export const pytest: Recogniser = {
  name: 'pytest',
  mark: /^=+ (?:test session starts|FAILURES|ERRORS|short test summary info) =+$|^=* ?\d+ (?:passed|failed|errors?)\b.* in \d+\.\d+s/,
  tells: 'all',
  find(lines) {
    const inSummary = matching(lines, /^(?:FAILED|ERROR) \S/);
    return {
      verdicts: matching(lines, /^=* ?\d+ \w+\b.* in \d+\.\d+s\b.*$|^!+ .+ !+$/),
      names: inSummary.length > 0 ? inSummary : matching(lines, /^\S+::.+ (?:FAILED|ERROR)\b/),
      errors: blocks(lines, /^_{3,} .+ _{3,}$/, /^=+ .+ =+$/).flatMap((block) => errorIn(lines, block)),
    };
  },
};

function errorIn(lines: readonly string[], { from, to }: Required<Range>): readonly FoundError[] {
  const at = firstMatching(lines, /^E {2,}\S/, { from, to });
  if (at === undefined) return [];
  const place = firstMatching(lines, /^\S.*:\d+: \w/, { from: at, to });
  const before = { from: at, reach: at - from };
  const statement = nearestBefore(lines, /^>/, before);
  const frame = nearestBefore(lines, /^\S.*:\d+:(?: in .+)?$/, before);
  const message = matching(lines, /^E {2,}\S/, { from: at + 1, to: Math.min(at + 8, to) });
  return [{ at, more: present(place ?? frame, statement, from, frame, ...message) }];
}
