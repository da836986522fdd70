import { matching, nearestBefore, present, type Recogniser } from './recogniser.ts';

/** The stylish format: a file on a line of its own, below it `  line:column  error  message  rule`. */
export const eslint: Recogniser = {
  name: 'eslint',
  mark: /^✖ \d+ problems? \(|^ +\d+:\d+ +(?:error|warning) {2,}\S/,
  tells: 'all',
  find: (lines) => ({
    verdicts: matching(lines, /^✖ \d+ problems? \(/),
    errors: matching(lines, /^ +\d+:\d+ +error {2,}\S/).map((at) => {
      const path = nearestBefore(lines, /^\S/, { from: at, reach: 1_000 });
      const kind = / {2}(\S+)$/.exec(lines[at] ?? '')?.[1];
      const file = path === undefined ? undefined : lines[path];
      return { at, more: present(path), ...(kind && { kind }), ...(file && { file }) };
    }),
  }),
};
