import { firstMatching, matching, present, type FoundError, type Recogniser } from './recogniser.ts';

/**
 * `docker build` as BuildKit prints it without a terminal: `#9 ERROR: …`; at the end the step, its last output, and
 * the lines of the Dockerfile with `>>>` at the one that failed.
 */
export const docker: Recogniser = {
  name: 'docker build',
  mark: /^#\d+ (?:\[.+\]|DONE \d|CACHED$|ERROR: )|^ERROR: failed to (?:build|solve): /,
  tells: 'part',
  isRunner: true,
  find: (lines) => ({
    verdicts: matching(lines, /^ERROR: failed to (?:build|solve): /),
    errors: matching(lines, /^#\d+ ERROR: /).map((at) => stepError(lines, at)),
  }),
};

function stepError(lines: readonly string[], at: number): FoundError {
  const step = firstMatching(lines, /^ > \[.+\].*:$/, { from: at });
  const place = firstMatching(lines, /^\S*Dockerfile\S*:\d+$/, { from: step ?? at });
  const instruction = firstMatching(lines, /^ *\d+ \| >>> /, { from: place ?? at });
  return { at, more: present(step, place, instruction) };
}
