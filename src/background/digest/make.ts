import { matching, type Recogniser } from './recogniser.ts';

/** `make: *** [target] Error 1`: which target failed. Why is said by what it ran. */
export const make: Recogniser = {
  name: 'make',
  mark: /^g?make(?:\[\d+\])?: \*\*\* /,
  tells: 'part',
  find: (lines) => ({
    verdicts: matching(lines, /^g?make(?:\[\d+\])?: \*\*\* \[.+\] (?:Error|Segmentation|Killed|Terminated)/),
    errors: matching(lines, /^g?make(?:\[\d+\])?: \*\*\* (?!\[)|^\S*[Mm]akefile:\d+: \*\*\* /).map((at) => ({
      at,
      more: [],
    })),
  }),
};
