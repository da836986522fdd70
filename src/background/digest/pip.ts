import { firstMatching, matching, present, type FoundError, type Recogniser } from './recogniser.ts';

/** `ERROR: …`; when a build fails, `× … did not run successfully` with the output of that build, indented. */
export const pip: Recogniser = {
  name: 'pip',
  mark: /^ *(?:Collecting \S+|Looking in (?:indexes|links): |Requirement already satisfied: |error: subprocess-exited-with-error$|ERROR: (?:Could not|No matching|Failed building|Cannot install))|^Successfully installed \S/,
  tells: 'part',
  find: (lines) => ({
    verdicts: matching(lines, /^Successfully installed |^Failed to build /),
    errors: [
      ...matching(lines, /^ *error: subprocess-exited-with-error$/).map((at) => buildError(lines, at)),
      ...matching(lines, /^ERROR: /).map((at) => ({ at, more: [] })),
    ].sort((one, other) => one.at - other.at),
  }),
};

function buildError(lines: readonly string[], head: number): FoundError {
  const to = firstMatching(lines, /^ +\[end of output\]$/, { from: head }) ?? lines.length;
  const at = firstMatching(lines, /^ +× /, { from: head, to }) ?? head;
  const code = firstMatching(lines, /^ +│ exit code: /, { from: at, to });
  const printed = matching(lines, /\S/, { from: Math.max(at + 1, to - 6), to });
  return { at, more: present(code, ...printed) };
}
