/**
 * Asks ripgrep about the files of the project: those that git does not ignore, hidden ones too, without `.git`. Where it
 * cannot be run, the same is found the slow way.
 */
import path from 'node:path';
import { runHelper, type HelperRun } from '../../background/local/run-helper.ts';
import { globMatcher, isCostlyGlob } from '../glob.ts';
import { outsideEnvironment } from '../../background/local/outside-environment.ts';
import { isThere } from './confirm-found.ts';
import { findRipgrep } from './find-ripgrep.ts';
import { missingWords } from './open-file.ts';
import { failed, type Failed } from './outcome.ts';
import { resolveInProject } from './project-path.ts';
import { ripgrepArgs, type RipgrepQuery } from './ripgrep-args.ts';
import type { ToolContext } from './tool.ts';

export interface Searched {
  readonly kind: 'searched';
  readonly stdout: string;
  /** It found more than was read, or was ended before it had seen all. */
  readonly cut: 'full' | 'slow' | null;
  /** What the model is to know of how it was found. */
  readonly notes: readonly string[];
  /** The project, absolute. */
  readonly root: string;
  /** Of paths that it printed, each relative to the project. */
  isWanted(file: string): Promise<boolean>;
}

const TIMEOUT = 60_000;
const MOST_READ = 4_000_000;

export async function ripgrep(query: RipgrepQuery, context: ToolContext): Promise<Searched | Failed> {
  const { root, signal } = context;
  const target = await resolveInProject(root, query.path);
  if (target.kind === 'refused') return failed(target.sentence);
  if (query.glob !== undefined && isCostlyGlob(query.glob)) return failed(TOO_MANY_STARS, 'too many stars');
  if (target.file !== root && !(await isThere(target.file)))
    return failed(await missingWords(target.file, target.shown), 'does not exist');
  const wanted = { ...query, path: target.shown };
  const file = await findRipgrep(outsideEnvironment(process.env, [root])['PATH']);
  const ran = file === undefined ? undefined : await run(file, wanted, context);
  const { stdout, stderr, exitCode, cut } = ran ?? (await runSlowly(wanted, context));
  if (signal.aborted) return failed('The user interrupted the search.', 'interrupted');
  if (stdout === '' && cut === null && exitCode !== 0 && exitCode !== 1) {
    return failed(`This could not be searched: ${stderr.trim()}`, 'failed');
  }
  const fits = globFilter(query.glob);
  const known = new Map<string, Promise<boolean>>();
  return {
    kind: 'searched',
    root,
    stdout,
    cut,
    notes: ran === undefined ? [SLOWLY] : [],
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

const TOO_MANY_STARS = 'The glob has too many stars to be matched: at most three in a part of a path, and three `**`.';

const SLOWLY =
  '[There is no ripgrep that runs here, so this was searched a slower way, without files over 8 MiB. Install ripgrep for more.]';

/** Nothing when it cannot be run. */
async function run(
  file: string,
  query: RipgrepQuery,
  { root: cwd, signal }: ToolContext,
): Promise<HelperRun | undefined> {
  const ran = await runHelper({ file, args: ripgrepArgs(query), cwd, signal, timeout: TIMEOUT, most: MOST_READ });
  if (ran.cut !== null || signal.aborted) return ran;
  return ran.exitCode === null || NOT_RUN.includes(ran.exitCode) ? undefined : ran;
}

/** What shells say of a file that is no program for this machine. */
const NOT_RUN = [126, 127];

async function runSlowly(query: RipgrepQuery, { root, signal }: ToolContext): Promise<HelperRun> {
  const { searchSlowly } = await import('./slow-search.ts');
  return searchSlowly(query, { root, target: query.path, signal, timeout: TIMEOUT, most: MOST_READ });
}

/** A glob without a slash is about names, every other about paths from the project on; `!` leaves out what fits. */
function globFilter(glob: string | undefined): (file: string) => boolean {
  if (glob === undefined) return () => true;
  if (glob.startsWith('!')) return leavesOut(glob.slice(1));
  const fits = globMatcher(glob.replace(/^\.?\//, ''));
  return (file) => fits(glob.includes('/') ? file : path.basename(file));
}

/** As in a file of git's: folders that fit are left out with all that is in them. */
function leavesOut(glob: string): (file: string) => boolean {
  const fits = globMatcher(glob.replace(/^\.?\/|\/$/g, ''));
  const isName = !glob.replace(/\/$/, '').includes('/');
  return (file) => {
    const parts = file.split('/');
    return !parts.some((part, index) => fits(isName ? part : parts.slice(0, index + 1).join('/')));
  };
}
