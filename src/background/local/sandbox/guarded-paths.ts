/**
 * What a sandboxed command must not change within the project, because git or this program would obey it outside of the
 * sandbox: hooks and settings. `.git` itself is named so that it cannot be moved away and made anew.
 *
 * A repository in another folder of the project is not guarded, nor is one that the command itself makes; see also
 * `planted.ts`.
 */
import fs from 'node:fs';
import path from 'node:path';

export interface GuardedPaths {
  /** Bound as they are, so that they stay where they are. */
  readonly kept: readonly string[];
  readonly readOnly: readonly string[];
}

/** `root` is the project; what has to be there to be guarded is made. */
export function guardedPaths(root: string): GuardedPaths {
  const own = path.join(root, '.meanwhile');
  fs.mkdirSync(own, { recursive: true });
  const git = path.join(root, '.git');
  const stats = fs.lstatSync(git, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) {
    const guarded = inRepository(git);
    return { kept: [git], readOnly: [own, ...guarded] };
  }
  if (stats === undefined) return { kept: [], readOnly: [own] };
  const worktree = stats.isFile() ? worktreeOf(root, git) : undefined;
  if (worktree === undefined) return { kept: [], readOnly: stats.isFile() ? [own, git] : [own] };
  return {
    kept: [worktree.common],
    readOnly: [own, git, ...inRepository(worktree.common), ...existing(worktree.folder, ['config.worktree'])],
  };
}

function inRepository(git: string): readonly string[] {
  fs.mkdirSync(path.join(git, 'hooks'), { recursive: true });
  const modules = path.join(git, 'modules');
  const submodules = fs.existsSync(modules) ? fs.readdirSync(modules).slice(0, MOST_SUBMODULES) : [];
  return [
    ...existing(git, ['hooks', 'config', 'config.worktree', 'commondir']),
    ...submodules.flatMap((name) => existing(path.join(modules, name), ['hooks', 'config'])),
  ];
}

const MOST_SUBMODULES = 100;

function existing(folder: string, names: readonly string[]): readonly string[] {
  return names.map((name) => path.join(folder, name)).filter((file) => fs.existsSync(file));
}

/**
 * The repository of a linked worktree, which git has to write. Only when the repository says that the worktree is its
 * own: the `.git` file alone could name any folder of the user's.
 */
function worktreeOf(root: string, file: string): { readonly common: string; readonly folder: string } | undefined {
  try {
    const named = /^gitdir: (.+)$/m.exec(fs.readFileSync(file, 'utf8'))?.[1]?.trim();
    if (named === undefined) return undefined;
    const folder = fs.realpathSync(path.resolve(root, named));
    const back = fs.readFileSync(path.join(folder, 'gitdir'), 'utf8').trim();
    if (fs.realpathSync(path.resolve(folder, back)) !== fs.realpathSync(file)) return undefined;
    const common = path.dirname(path.dirname(folder));
    const isRepository = ['HEAD', 'objects', 'refs'].every((name) => fs.existsSync(path.join(common, name)));
    return path.basename(path.dirname(folder)) === 'worktrees' && isRepository ? { common, folder } : undefined;
  } catch {
    return undefined;
  }
}
