import {
  blocks,
  firstMatching,
  matching,
  nearestBefore,
  present,
  type FoundError,
  type Range,
  type Recogniser,
} from './recogniser.ts';

/** `  ● suite › test`, then the message, a code frame and the stack, all indented. */
export const jest: Recogniser = {
  name: 'jest',
  mark: /^Test Suites: .*\d total$|^(?:PASS|FAIL) \S+\.[cm]?[jt]sx?\b/,
  tells: 'all',
  find(lines) {
    const failures = blocks(lines, /^ {2}● .+/, /^\S/).filter(({ from }) => !/^ {2}● Console$/.test(lines[from] ?? ''));
    return {
      verdicts: matching(lines, /^(?:Test Suites|Tests): .*\d total$/),
      names: once(failures, lines).map(({ from }) => from),
      errors: once(failures, lines).flatMap((block) => errorIn(lines, block)),
    };
  },
};

/** When many suites fail, jest ends with a summary that says every failure again. */
function once(failures: readonly Required<Range>[], lines: readonly string[]): readonly Required<Range>[] {
  const seen = new Set<string>();
  return failures.filter(({ from, to }) => {
    const text = lines.slice(from, Math.min(to, from + 4)).join('\n');
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

function errorIn(lines: readonly string[], { from, to }: Required<Range>): readonly FoundError[] {
  const at = firstMatching(lines, /\S/, { from: from + 1, to });
  if (at === undefined) return [];
  const named = firstMatching(lines, /^ +\w*Error: /, { from: at + 1, to });
  const place = firstMatching(lines, /^ +at (?!.*(?:node_modules|node:)).*:\d+:\d+\)?$/, { from, to });
  const file = nearestBefore(lines, /^FAIL \S/, { from, reach: 200 });
  const differences = matching(lines, /^ {4}(?:Expected|Received)\b|^ {4}[-+] (?!Expected|Received)/, { from, to });
  const code = firstMatching(lines, /^ +> +\d+ \|/, { from, to });
  return [{ at, more: present(place ?? file, named, code, ...differences.slice(0, 8)) }];
}
