import { matching, present, type Recogniser } from './recogniser.ts';

/** `file(line,column): error TS2322: message`, or with `--pretty` `file:line:column - error TS2322: message`. */
export const tsc: Recogniser = {
  name: 'tsc',
  mark: /^(?:.+\(\d+,\d+\): |.+:\d+:\d+ - )?error TS\d+: /,
  tells: 'all',
  find: (lines) => ({
    verdicts: matching(lines, /^Found \d+ errors?\b/),
    errors: matching(lines, ERROR).map((at) => {
      const [, file, prettyFile, kind = ''] = ERROR.exec(lines[at] ?? '') ?? [];
      const where = file ?? prettyFile;
      return { at, more: detailsOf(lines, at), kind, ...(where === undefined ? {} : { file: where }) };
    }),
  }),
};

const ERROR = /^(?:(.+?)\(\d+,\d+\): |(.+?):\d+:\d+ - )?error (TS\d+): /;

/** The rest of the message is indented by two; with `--pretty` the code stands below an empty line. */
function detailsOf(lines: readonly string[], at: number): readonly number[] {
  let end = at + 1;
  while (/^ {2,}\S/.test(lines[end] ?? '')) end++;
  const message = matching(lines, /\S/, { from: at + 1, to: end });
  const hasCode = lines[end] === '' && /^\d+ /.test(lines[end + 1] ?? '');
  return present(...(hasCode ? [end + 1] : []), ...message.slice(-3));
}
