/** Which repository git finds from a folder, as gitrepository-layout(5) and `setup.c` have it. */
import { accessSync, constants, lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';

/** All absolute. */
export interface GitRepository {
  /** Where its files lie. */
  readonly top: string;
  /** Of this working tree: `HEAD`, the index. */
  readonly gitFolder: string;
  /** Of all its working trees: the settings, the hooks, the objects. */
  readonly commonFolder: string;
}

/** `odd`: git may take the folder at `at` for a repository that has no working tree, or that is broken. */
export type FoundRepository =
  | { readonly kind: 'found'; readonly repository: GitRepository }
  | { readonly kind: 'odd'; readonly at: string }
  | { readonly kind: 'none' };

/** `folder` is absolute with links resolved. */
export function findRepository(folder: string): FoundRepository {
  const here = repositoryAt(folder);
  if (here.kind !== 'none') return here;
  const parent = path.dirname(folder);
  return parent === folder ? here : findRepository(parent);
}

/** The same without looking into the folders above. */
export function repositoryAt(top: string): FoundRepository {
  const dot = path.join(top, '.git');
  const gitFolder = isFolder(dot) ? dot : pointedFolder(dot, { mark: 'gitdir: ', from: top });
  if (gitFolder === null) return isThere(dot) || isThere(path.join(top, 'HEAD')) ? { kind: 'odd', at: top } : NONE;
  const common = path.join(gitFolder, 'commondir');
  const commonFolder = isThere(common) ? pointedFolder(common, { mark: '', from: gitFolder }) : gitFolder;
  const isWhole =
    commonFolder !== null &&
    isHead(path.join(gitFolder, 'HEAD')) &&
    isUsable(path.join(commonFolder, 'objects')) &&
    isUsable(path.join(commonFolder, 'refs'));
  return isWhole ? { kind: 'found', repository: { top, gitFolder, commonFolder } } : { kind: 'odd', at: top };
}

const NONE: FoundRepository = { kind: 'none' };
/** Of a file of one line. */
const MOST_BYTES = 8_192;

/** The folder that a file of one line names; `null` when it is no such file, or there is no such folder. */
function pointedFolder(file: string, { mark, from }: { readonly mark: string; readonly from: string }): string | null {
  const line = lineOf(file);
  if (line?.startsWith(mark) !== true) return null;
  const folder = path.resolve(from, line.slice(mark.length));
  return isFolder(folder) ? folder : null;
}

function lineOf(file: string): string | null {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= MOST_BYTES ? readFileSync(file, 'utf8').replace(/[\r\n]+$/, '') : null;
  } catch {
    return null;
  }
}

/** Where it is none, git goes on in the folder above. */
function isHead(file: string): boolean {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    return readlinkSync(file).startsWith('refs/');
  return /^(?:ref: refs\/[^\0\n]+|[\da-f]{40}|[\da-f]{64})$/.test(lineOf(file) ?? '');
}

function isUsable(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK);
    return isFolder(folder);
  } catch {
    return false;
  }
}

function isFolder(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}

/** What cannot be looked at counts as being there. */
export function isThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
