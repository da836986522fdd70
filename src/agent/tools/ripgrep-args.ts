/** What to ask ripgrep for, and its arguments for that. Pure. */

export interface RipgrepQuery {
  /** What to search for; without it files are listed, those changed last first. */
  readonly text?: TextQuery;
  /** A folder or a file of the project. */
  readonly path: string;
  readonly glob?: string | undefined;
}

export interface TextQuery {
  /** A regular expression of Rust's, unless it is literal. */
  readonly pattern: string;
  readonly literal: boolean;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  /** Lines around each match. */
  readonly context: number;
  readonly output: 'lines' | 'files' | 'counts';
}

/** Longer lines are cut. */
export const LINE_LIMIT = 400;

const COMMON = ['--no-config', '--hidden', '--glob=!.git', '--color=never', '--no-messages', '--null'];

export function ripgrepArgs({ text, path, glob }: RipgrepQuery): readonly string[] {
  const what = text === undefined ? ['--files', '--sortr=modified'] : textArgs(text);
  return [...COMMON, ...what, ...globArgs(glob), '--', `./${path}`];
}

function textArgs({ pattern, literal, ignoreCase, multiline, context, output }: TextQuery): readonly string[] {
  return [
    '--sort=path',
    ...(ignoreCase ? ['--ignore-case'] : []),
    ...(literal ? ['--fixed-strings'] : []),
    ...(multiline ? ['--multiline', '--multiline-dotall'] : []),
    ...OUTPUTS[output],
    ...(output === 'lines' ? [`--context=${context}`] : []),
    '--regexp',
    pattern,
  ];
}

const OUTPUTS = {
  files: ['--files-with-matches'],
  counts: ['--count', '--with-filename'],
  lines: ['--line-number', '--no-heading', '--with-filename', `--max-columns=${LINE_LIMIT}`, '--max-columns-preview'],
} as const;

/**
 * A glob of ripgrep's own (`--glob`) would bring in what git ignores. So the last part of a glob is given as the glob of a
 * file type, which does not; the rest is looked at afterwards.
 */
function globArgs(glob: string | undefined): readonly string[] {
  if (glob === undefined) return [];
  if (glob.startsWith('!')) return [`--glob=${glob}`];
  const last = glob.slice(glob.lastIndexOf('/') + 1);
  return last === '**' || last === '' ? [] : [`--type-add=wanted:${last}`, '--type=wanted'];
}
