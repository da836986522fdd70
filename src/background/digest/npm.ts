import { matching, type FoundError, type Recogniser } from './recogniser.ts';

/** `npm error code X` and what follows it; what a script of a package printed comes in lines of the same kind. */
export const npm: Recogniser = {
  name: 'npm',
  mark: /^npm (?:error|ERR!)|^added \d+ packages?\b|^up to date, audited \d/,
  tells: 'part',
  isRunner: true,
  find: (lines) => ({
    verdicts: matching(
      lines,
      /^(?:added|removed|changed) \d+ packages?\b|^up to date\b|^(?:\d+|found 0) .*vulnerabilit/,
    ),
    errors: errorsIn(lines),
  }),
};

function errorsIn(lines: readonly string[]): readonly FoundError[] {
  return matching(lines, /^npm (?:error|ERR!) code /).map((at) => {
    const said = matching(lines, SAID, { from: at + 1, to: at + 40 });
    // What a script of a package printed is for others to judge.
    const command = said.find((index) => / command (?!failed)/.test(lines[index] ?? ''));
    return { at, more: command === undefined ? said.slice(0, 9) : said.filter((index) => index <= command) };
  });
}

const SAID = /^npm (?:error|ERR!) (?!A complete log of this run).*\S/;
