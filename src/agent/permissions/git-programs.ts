/**
 * Whether a repository makes git run something while it only reads: by its own settings, a hook, or those of the
 * repositories that it links to, into which `git status` looks. What the user has set for all repositories is the
 * user's own.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { linkedRepositories, readGitSettings, type GitSetting } from '../../background/local/git-settings.ts';
import { isThere, repositoryAt, type GitRepository } from './git-repository.ts';
import { expandHome } from './paths.ts';

export interface GitPrograms {
  /** Why it may run something, to follow `because`; `null`: it runs nothing. Never rejects. */
  whyRuns(repository: GitRepository): Promise<string | null>;
}

/** So many linked repositories are looked at. */
const MOST_LINKED = 100;

/** Remembers what it found as long as the files are the same. */
export function createGitPrograms(environment: NodeJS.ProcessEnv = process.env): GitPrograms {
  const settings = remembered((file: string) => readGitSettings(file, environment));
  const linked = remembered((_index: string, top: string) => linkedRepositories(top, environment));

  return {
    async whyRuns(repository) {
      const redirected = REDIRECTING.find((name) => environment[name] !== undefined);
      if (redirected !== undefined) return `${redirected} is set, so that git may use any repository`;
      const waiting = [repository];
      for (let at = 0; at < waiting.length; at++) {
        const one = waiting[at] as GitRepository;
        const why = await whyItself(one);
        if (why !== null) return why;
        const folders = await linked(path.join(one.gitFolder, 'index'), one.top);
        if (folders === null) return `git cannot list the files of ${one.top}`;
        for (const folder of folders) {
          // A name that is no UTF-8 cannot be looked up.
          const found = folder.includes('\uFFFD') ? UNKNOWN : repositoryAt(path.join(one.top, folder));
          if (found.kind === 'odd') return `${folder} may be a repository of its own`;
          if (found.kind === 'found') waiting.push(found.repository);
        }
        if (waiting.length > MOST_LINKED) return 'it has too many repositories in it to look at all of them';
      }
      return null;
    },
  };

  async function whyItself(repository: GitRepository): Promise<string | null> {
    let hooks = path.join(repository.commonFolder, 'hooks');
    for (const file of [
      path.join(repository.commonFolder, 'config'),
      path.join(repository.gitFolder, 'config.worktree'),
    ]) {
      const found = isThere(file) ? await settings(file) : [];
      if (found === null) return `git cannot read ${shown(file, repository)}`;
      const running = found.find((setting) => !isInert(setting, repository));
      if (running !== undefined) {
        return `${shown(file, repository)} sets ${running.key}, by which git may run a program`;
      }
      const named = found.findLast(({ key }) => key === 'core.hookspath')?.value;
      if (typeof named === 'string') hooks = path.resolve(repository.top, expandHome(named));
    }
    const hook = path.join(hooks, READING_HOOK);
    return isThere(hook) ? `git runs the hook ${shown(hook, repository)}` : null;
  }
}

const UNKNOWN = { kind: 'odd' } as const;

/** Variables that make git use another repository than the one that lies there; git(1). */
const REDIRECTING = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_INDEX_FILE'];

/** The one hook that commands run which only read, when they bring the index up to date; githooks(5). */
const READING_HOOK = 'post-index-change';

function shown(file: string, { top }: GitRepository): string {
  return file.startsWith(`${top}${path.sep}`) ? path.relative(top, file) : file;
}

function isInert({ key, value }: GitSetting, { top, gitFolder }: GitRepository): boolean {
  if (INERT.test(key)) return true;
  switch (key) {
    case 'core.fsmonitor':
      // Else it is a program; these two are git's own watcher, and none.
      return value === null || value === '' || value === 'true' || value === 'false';
    case 'core.hookspath':
      // Which of them are there is looked at.
      return value !== null && !value.includes('%(prefix)');
    case 'core.worktree':
      return value !== null && path.resolve(gitFolder, value) === top;
    case 'blame.ignorerevsfile':
      // Of a file that is no list of revisions its lines are shown.
      return value !== null && /^\.?[\w-][\w.-]*$/.test(value);
    default:
      return false;
  }
}

/** Keys that no command obeys, while it reads, by running something, reaching out or reading elsewhere; git-config(1). */
const INERT = new RegExp(
  `^(?:${[
    'core\\.(?:repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks|autocrlf|eol|safecrlf|longpaths|quotepath|abbrev|untrackedcache|preloadindex|fscache|protecthfs|protectntfs|sharedrepository|compression|commitgraph|multipackindex|sparsecheckout|sparsecheckoutcone|whitespace|commentchar|hidedotfiles|bigfilethreshold)',
    'extensions\\.(?:objectformat|compatobjectformat|refstorage|worktreeconfig|relativeworktrees|preciousobjects)',
    'remote\\..*\\.(?:url|pushurl|fetch|push|tagopt|prune|prunetags|mirror|skipdefaultupdate|skipfetchall|gh-resolved)',
    'remote\\.pushdefault',
    'branch\\..*',
    '(?:user|author|committer)\\.(?:name|email|signingkey|useconfigonly)',
    'submodule\\.(?:.*\\.(?:url|active|branch)|active)',
    'init\\.defaultbranch',
    '(?:pull|push|fetch|merge|rebase|commit|tag)\\.(?:rebase|ff|default|autosetupremote|followtags|prune|prunetags|parallel|writecommitgraph|conflictstyle|autostash|autosquash|updaterefs|gpgsign|sort)',
    'rerere\\.(?:enabled|autoupdate)',
    'gc\\.(?:auto|autodetach|autopacklimit|pruneexpire|reflogexpire|reflogexpireunreachable)',
    'maintenance\\.(?:auto|strategy)',
    'feature\\.(?:manyfiles|experimental)',
    'index\\.(?:version|threads|sparse|skiphash)',
    'log\\.(?:date|decorate|abbrevcommit)',
    'diff\\.(?:algorithm|colormoved|colormovedws|context|indentheuristic|mnemonicprefix|noprefix|renamelimit|renames)',
    '(?:color|column|advice)\\..*',
    'lfs\\.(?:repositoryformatversion|.*\\.(?:access|locksverify))',
    '(?:gitflow|gitg|gui)\\.(?:branch|prefix|path|version|wmstate|geometry)(?:\\..*)?',
  ].join('|')})$`,
);

/** Asks again when the file has changed; `ctime` cannot be set by who changes it. */
function remembered<Rest extends readonly unknown[], Found>(
  find: (file: string, ...rest: Rest) => Promise<Found>,
): (file: string, ...rest: Rest) => Promise<Found> {
  const known = new Map<string, { readonly state: string; readonly found: Promise<Found> }>();
  return (file, ...rest) => {
    const state = stateOf(file);
    const before = known.get(file);
    if (state !== '' && before?.state === state) return before.found;
    const found = find(file, ...rest);
    known.set(file, { state, found });
    return found;
  };
}

/** Empty when it cannot be looked at. */
function stateOf(file: string): string {
  try {
    const { dev, ino, size, ctimeNs } = statSync(file, { bigint: true });
    return [dev, ino, size, ctimeNs].join(' ');
  } catch {
    return '';
  }
}
