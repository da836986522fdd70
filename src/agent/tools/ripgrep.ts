/**
 * Asks ripgrep about the files of the project: those that git does not ignore, hidden ones too, without `.git`.
 *
 * A glob of ripgrep's own (`--glob`) would bring in what git ignores. So the last part of a glob is given as the glob
 * of a file type, which does not, and the rest is looked at here.
 */
import path from 'node:path';
import picomatch from 'picomatch';
import { runHelper } from '../../background/local/run-helper.ts';
import { findRipgrep } from './find-ripgrep.ts';
import { failed, type Failed } from './outcome.ts';
import { resolveInProject } from './project-path.ts';
import type { ToolContext } from './tool.ts';

export interface Searched {
  readonly kind: 'searched';
  readonly stdout: string;
  /** It found more than was read, or was ended before it had seen all. */
  readonly cut: 'full' | 'slow' | null;
  /** Of paths that it printed, each relative to the project. */
  isWanted(file: string): Promise<boolean>;
}

export interface RipgrepQuery {
  readonly args: readonly string[];
  /** What to search for; without it files are listed. */
  readonly pattern?: string;
  /** A folder or a file of the project. */
  readonly path: string;
  readonly glob?: string | undefined;
}

const TIMEOUT = 60_000;
const MOST_READ = 4_000_000;
const COMMON = ['--no-config', '--hidden', '--glob=!.git', '--color=never', '--no-messages', '--null'];

export async function ripgrep(query: RipgrepQuery, context: ToolContext): Promise<Searched | Failed> {
  const { root, signal } = context;
  const target = await resolveInProject(root, query.path);
  if (target.kind === 'refused') return failed(target.sentence);
  const file = await findRipgrep();
  if (file === undefined) return failed(MISSING, 'no ripgrep');
  const { glob, pattern } = query;
  const what = pattern === undefined ? [] : ['--regexp', pattern];
  const args = [...COMMON, ...query.args, ...globArgs(glob), ...what, '--', `./${target.shown}`];
  const ran = await runHelper({ file, args, cwd: root, signal, timeout: TIMEOUT, most: MOST_READ });
  if (signal.aborted) return failed('The user interrupted the search.', 'interrupted');
  if (ran.stdout === '' && ran.cut === null && ran.exitCode !== 0 && ran.exitCode !== 1) {
    return failed(`ripgrep could not search: ${ran.stderr.trim()}`, 'failed');
  }
  const fits = globFilter(glob);
  const known = new Map<string, Promise<boolean>>();
  return {
    kind: 'searched',
    stdout: ran.stdout,
    cut: ran.cut,
    isWanted(found) {
      const wanted = known.get(found) ?? decide(found);
      known.set(found, wanted);
      return wanted;
    },
  };

  async function decide(found: string): Promise<boolean> {
    return fits(found) && !(await context.isHidden(path.join(root, found)));
  }
}

/** As it is shown: ripgrep puts `./` before what it was given so. */
export function shownPath(printed: string): string {
  return path.normalize(printed);
}

const MISSING =
  'There is no ripgrep here: neither rg on the PATH nor the one that npm installs with this program. ' +
  'Use bash, for example with grep or find.';

function globArgs(glob: string | undefined): readonly string[] {
  if (glob === undefined) return [];
  if (glob.startsWith('!')) return [`--glob=${glob}`];
  const last = path.posix.basename(glob);
  return last === '**' || last === '' ? [] : [`--type-add=wanted:${last}`, '--type=wanted'];
}

/** A glob without a slash is about names, every other about paths from the project on. */
function globFilter(glob: string | undefined): (file: string) => boolean {
  if (glob === undefined || glob.startsWith('!')) return () => true;
  const fits = picomatch(glob.replace(/^\.?\//, ''), { dot: true, nonegate: true });
  return (file) => fits(glob.includes('/') ? file : path.basename(file));
}
