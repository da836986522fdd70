import { firstMatching, matching, present, type FoundError, type Recogniser } from './recogniser.ts';

/** ` FAIL  file > suite > test`, then the message, what was expected and received, and ` ❯ file:line:column`. */
export const vitest: Recogniser = {
  name: 'vitest',
  mark: /^ *RUN +v\d+\.\d|^⎯+ +(?:Failed (?:Tests|Suites) \d|Unhandled \w+)|^ *Test Files {2}\d/,
  tells: 'all',
  find(lines) {
    const failed = matching(lines, /^ *FAIL {2}\S/);
    return {
      verdicts: matching(lines, /^ *(?:Test Files|Tests|Errors|Type Errors) {2}(?:\d|no )/),
      names: failed.length > 0 ? failed : matching(lines, /^ *[×✗] \S/),
      errors: [...failed, ...matching(lines, /^⎯+ +Unhandled (?:Error|Rejection)/)].flatMap((head) =>
        errorAfter(lines, head),
      ),
    };
  },
};

/** Several failing tests may share one message: it belongs to the last of them. */
function errorAfter(lines: readonly string[], head: number): readonly FoundError[] {
  const at = firstMatching(lines, /\S/, { from: head + 1 });
  if (at === undefined || HEAD.test(lines[at] ?? '')) return [];
  const to = firstMatching(lines, HEAD, { from: at }) ?? lines.length;
  const place = firstMatching(lines, /^ *❯ .*:\d+:\d+$/, { from: at, to });
  const differences = matching(lines, /^[-+] (?!Expected|Received)/, { from: at, to: place ?? to });
  const caret = place === undefined ? undefined : firstMatching(lines, /^ +\| +\^/, { from: place, to });
  const code = caret === undefined ? undefined : caret - 1;
  return [{ at, more: present(place, head, ...differences.slice(0, 8), code) }];
}

const HEAD = /^ *FAIL {2}\S|^⎯{4,}/;
