/** Folders that git and Python take for theirs by what is in them, whatever their names are. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { hooksFolders } from './hooks-folder.ts';
import { isWithin } from './paths.ts';

export interface LayoutGuard {
  readonly folder: string;
  /** Goes on after "asked because"; `%` is the file. */
  readonly reason: string;
}

/** Both absolute, with links resolved. Looks only within the project. */
export function layoutGuard(file: string, root: string): LayoutGuard | undefined {
  if (!isWithin(root, file)) return undefined;
  for (let folder = path.dirname(file); isWithin(root, folder); folder = path.dirname(folder)) {
    const [first = ''] = path.relative(folder, file).split(path.sep);
    if (isRepositoryPart(folder, first)) return { folder, reason: `git takes ${folder} for a repository and obeys it` };
    if (folder === root) break;
    if (existsSync(path.join(folder, 'pyvenv.cfg'))) return { folder, reason: '% belongs to a Python environment' };
  }
  const hooks = hooksFolders(root).find((folder) =>
    isWithin(folder, root) ? path.dirname(file) === folder : isWithin(folder, file),
  );
  return hooks === undefined ? undefined : { folder: hooks, reason: 'git runs what % says (core.hooksPath)' };
}

/** git takes a folder that holds these for a bare repository, also inside of another one. */
const REPOSITORY = ['HEAD', 'objects', 'refs'];
const OBEYED: ReadonlySet<string> = new Set(['config', 'config.worktree', 'hooks', 'info', ...REPOSITORY]);

/** `name` is obeyed by git in this folder, or makes it one that is. */
function isRepositoryPart(folder: string, name: string): boolean {
  if (!OBEYED.has(name)) return false;
  return REPOSITORY.every((part) => part === name || existsSync(path.join(folder, part)));
}
