import { matching, type Recogniser } from './recogniser.ts';

/** The rule for what no other recogniser knows: lines that speak of an error, with the two below; failing tests. */
export const general: Recogniser = {
  name: 'anything',
  mark: /^/,
  tells: 'part',
  find(lines) {
    const errors = matching(lines, ERROR).filter((index) => !HARMLESS.test(lines[index] ?? ''));
    return {
      names: matching(lines, FAILING_TEST),
      errors: errors.map((at) => ({ at, more: [at + 1, at + 2].filter((index) => index < lines.length) })),
    };
  },
};

/** Whether a line may be worth a look, cheap enough for every line of a long log. Lines of at most 240 characters. */
export function isTelling(line: string): boolean {
  return (ERROR.test(line) || FAILING_TEST.test(line)) && !HARMLESS.test(line);
}

const ERROR = new RegExp(
  [
    /\b(?:errors?|fatal|panic(?:ked)?|traceback|failed|failures?|cannot|undefined reference|core dumped)\b/,
    /\b(?:segmentation fault|command not found|no such file|permission denied|npm ERR!)/,
    /(?:error|exception)\b/,
    /^E {3}/,
  ]
    .map((pattern) => pattern.source)
    .join('|'),
  'i',
);
const FAILING_TEST = /^\s*(?:FAILED\b|FAIL\b|--- FAIL:|not ok\b|[✗✘×✖] )|\bFAILED$/;
/** Tests that passed and warnings that speak of errors, and counts of none. */
const HARMLESS =
  /^\s*(?:[✓✔√]|ok \d|PASS|(?:npm )?warn)|: warning: |\bPASSED\b|^\D*\b(?:0|no) (?:errors?|failed|failures?)\b\D*$/i;
