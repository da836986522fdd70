/**
 * What a sandboxed command must not change in the folders that it may write, because git or this program would obey it
 * outside of the sandbox.
 *
 * A mount holds a path fast only if it is one: a link can be replaced, and so can a folder above. Therefore each folder
 * above is bound onto itself, and what has a link in it is read-only as a whole. What cannot be held, because it is a
 * link in the project itself or not there, is looked for afterwards (`app/sandbox-watch.ts`).
 */
import fs from 'node:fs';
import path from 'node:path';
import { gitDirectoryOf, isOwnWorktree, obeyedIn, obeyedInWorktree } from './git-directory.ts';
import type { SettingsFiles } from './git-settings-files.ts';
import { put } from './put.ts';
import { isWithinAny } from './within.ts';

export interface GuardedPaths {
  /** Bound as they are, so that they stay where they are. */
  readonly kept: readonly string[];
  readonly readOnly: readonly string[];
}

export interface GuardOptions {
  /** The project. */
  readonly root: string;
  /** Folders that may be written, with links resolved; the project is one. */
  readonly writable: readonly string[];
  /** Further files and folders that stay as they are; repositories by their `.git`. Absolute; nearest first. */
  readonly more: readonly string[];
  /** What the settings of git name. */
  readonly settings: SettingsFiles;
}

/** What has to be there to be guarded is made. Throws what the file system says. */
export function guardedPaths({ root, writable, more, settings }: GuardOptions): GuardedPaths {
  const isOpen = (file: string) => isWithinAny(writable, file);
  const nested = more.filter((file) => path.basename(file) === '.git').slice(0, MOST_REPOSITORIES);
  const entries = new Set([path.join(root, '.git'), ...nested]);
  const repositories = [...entries].map((entry) => repositoryAt(entry, { root, isOpen }));
  // The repository of a linked worktree lies elsewhere, and can be written too.
  const open = [...writable, ...repositories.flatMap(({ kept }) => kept).filter((folder) => !isOpen(folder))];
  const isFile = (file: string) => path.basename(file) !== '.git';
  const wanted = [
    ...ownFolder(root),
    ...repositories.flatMap(({ readOnly }) => readOnly),
    ...namedBy(settings, open),
    ...more.filter(isFile).slice(0, MOST_FILES),
  ];
  const isTop = (file: string) => open.includes(file);
  const readOnly = new Set(wanted.flatMap(resolved).filter((file) => isWithinAny(open, file) && !isTop(file)));
  const kept = repositories.flatMap((one) => one.kept);
  const above = [...readOnly, ...kept].flatMap((file) => foldersAbove(file, open));
  const held = new Set([...kept, ...above].filter((file) => !readOnly.has(file) && !writable.includes(file)));
  return { kept: [...held], readOnly: [...readOnly] };
}

function namedBy({ files, included, hooks }: SettingsFiles, open: readonly string[]): readonly string[] {
  const isMade = (file: string) => isWithinAny(open, file) && isWithinAny(open, nearestFolder(file));
  hooks.filter(isMade).forEach((folder) => put(folder, undefined));
  included.filter(isMade).forEach((file) => put(file, ''));
  return [...files, ...included, ...hooks];
}

/** The folder in which it, or what is missing above it, would be made: a link may lead out of the project. */
function nearestFolder(file: string): string {
  const folder = path.dirname(file);
  return resolved(folder)[0] ?? nearestFolder(folder);
}

/** bwrap takes longer for each mount the more there are: 0.1 s for 100 of them, 0.6 s for 400. */
const MOST_FILES = 60;
const MOST_REPOSITORIES = 10;

function ownFolder(root: string): readonly string[] {
  const own = path.join(root, '.meanwhile');
  put(own, undefined);
  return [own];
}

function repositoryAt(
  entry: string,
  { root, isOpen }: { readonly root: string; isOpen(file: string): boolean },
): GuardedPaths {
  const found = gitDirectoryOf(entry);
  const itself = fs.lstatSync(entry, { throwIfNoEntry: false })?.isFile() === true ? [entry] : [];
  if (found === undefined) return { kept: [], readOnly: itself };
  const { folder, common } = found;
  if (folder !== common) {
    const isTheirs = path.dirname(entry) === root && isOwnWorktree(entry, found);
    if (!isTheirs && !(isOpen(common) && isOpen(folder))) return { kept: [], readOnly: itself };
    return { kept: [common, folder], readOnly: [...itself, ...obeyedIn(common, folder), ...obeyedInWorktree(found)] };
  }
  return isOpen(folder)
    ? { kept: [folder], readOnly: [...itself, ...obeyedIn(folder)] }
    : { kept: [], readOnly: itself };
}

/** With links resolved; nothing of what is not there. */
function resolved(file: string): readonly string[] {
  try {
    return [fs.realpathSync(file)];
  } catch {
    return [];
  }
}

function foldersAbove(file: string, open: readonly string[]): readonly string[] {
  const folder = path.dirname(file);
  return isWithinAny(open, folder) && !open.includes(folder) ? [folder, ...foldersAbove(folder, open)] : [];
}
