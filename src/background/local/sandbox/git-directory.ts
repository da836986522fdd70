/** What git obeys in a repository, and where that lies: gitrepository-layout(5), git-worktree(1), git-submodule(1). */
import fs from 'node:fs';
import path from 'node:path';
import { readRegularText } from '../../regular-file.ts';
import { putCommondir } from './commondir.ts';
import { put } from './put.ts';

export interface GitDirectory {
  /** Absolute, with links resolved. */
  readonly folder: string;
  /** Of a linked worktree: the directory it shares with the repository it belongs to. */
  readonly common: string;
}

/** Where `.git` leads, which is a folder, a link to one, or a file that names one; nothing when it leads nowhere. */
export function gitDirectoryOf(entry: string): GitDirectory | undefined {
  try {
    const real = fs.realpathSync(entry);
    const folder = fs.statSync(real).isDirectory() ? real : namedIn(real);
    return folder === undefined ? undefined : { folder, common: commonOf(folder) };
  } catch {
    return undefined;
  }
}

function namedIn(file: string): string | undefined {
  const named = /^gitdir: (.+)$/m.exec(readRegularText(file))?.[1]?.trim();
  return named === undefined ? undefined : fs.realpathSync(path.resolve(path.dirname(file), named));
}

function commonOf(folder: string): string {
  const file = path.join(folder, 'commondir');
  if (!fs.existsSync(file)) return folder;
  return fs.realpathSync(path.resolve(folder, readRegularText(file).trim()));
}

/**
 * Whether the repository says that the worktree at `entry` is its own: the `.git` file alone could name any folder of
 * the user's.
 */
export function isOwnWorktree(entry: string, { folder, common }: GitDirectory): boolean {
  try {
    const back = readRegularText(path.join(folder, 'gitdir')).trim();
    if (fs.realpathSync(path.resolve(folder, back)) !== fs.realpathSync(entry)) return false;
    return path.dirname(folder) === path.join(common, 'worktrees') && isRepository(common);
  } catch {
    return false;
  }
}

function isRepository(folder: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => fs.existsSync(path.join(folder, name)));
}

/** All git directories that belong to the repository at `entry`: its own, and those of submodules. */
export function gitDirectoriesOf(entry: string): readonly string[] {
  const found = gitDirectoryOf(entry);
  if (found === undefined) return [];
  const { folder, common } = found;
  const withModules = (directory: string): readonly string[] => [
    directory,
    ...(modulesOf(directory) ?? []).flatMap(withModules),
  ];
  return [...withModules(common), ...(folder === common ? [] : (modulesOf(folder) ?? []).flatMap(withModules))];
}

/**
 * All in a git directory that git obeys, also of its submodules; absolute. What has to be there to be guarded is made.
 * `own` is the directory of the worktree that is worked in: what is kept of others is theirs alone.
 */
export function obeyedIn(gitDirectory: string, own = gitDirectory): readonly string[] {
  const hooks = path.join(gitDirectory, 'hooks');
  put(hooks, undefined);
  putCommondir(gitDirectory);
  putWorktreeConfig(gitDirectory, gitDirectory);
  const obeyed = ['hooks', 'config', 'config.worktree', 'commondir', 'gitdir'].map((name) =>
    path.join(gitDirectory, name),
  );
  const there = obeyed.filter(exists);
  // Where one of them is a link, the link could be replaced.
  if (there.some(isLink)) return [gitDirectory];
  return [...there, ...otherWorktrees(gitDirectory, own), ...obeyedInModules(gitDirectory)];
}

/** What a linked worktree has of its own beside what it shares. */
export function obeyedInWorktree({ folder, common }: GitDirectory): readonly string[] {
  putWorktreeConfig(folder, common);
  const obeyed = ['config.worktree', 'commondir', 'gitdir'].map((name) => path.join(folder, name));
  return [...obeyed.filter(exists), ...obeyedInModules(folder)];
}

/** With `extensions.worktreeConfig` git reads a second file of settings, which could be made by anyone. */
function putWorktreeConfig(gitDirectory: string, common: string): void {
  const config = path.join(common, 'config');
  const file = path.join(gitDirectory, 'config.worktree');
  if (exists(file) || !exists(config) || !hasWorktreeConfig(config)) return;
  put(file, '');
}

/** Git itself fails where its settings cannot be read. */
function hasWorktreeConfig(config: string): boolean {
  try {
    return /worktreeconfig/i.test(readRegularText(config));
  } catch {
    return false;
  }
}

/** Each submodule takes four mounts. */
const MOST = 20;

function otherWorktrees(gitDirectory: string, own: string): readonly string[] {
  const folder = path.join(gitDirectory, 'worktrees');
  const others = foldersIn(folder).filter((each) => each !== own);
  return others.length > MOST ? [folder] : others;
}

/** Of too many, all is read-only. */
function obeyedInModules(gitDirectory: string): readonly string[] {
  return modulesOf(gitDirectory)?.flatMap((each) => obeyedIn(each)) ?? [path.join(gitDirectory, 'modules')];
}

/** The git directories of submodules, whose names may have slashes; `undefined`: too many. */
function modulesOf(gitDirectory: string): readonly string[] | undefined {
  const found: string[] = [];
  let folders = foldersIn(path.join(gitDirectory, 'modules'));
  for (let depth = 0; folders.length > 0 && found.length <= MOST && depth < DEEPEST; depth++) {
    found.push(...folders.filter(isRepository));
    folders = folders.filter((each) => !isRepository(each)).flatMap(foldersIn);
  }
  return found.length > MOST || folders.length > 0 ? undefined : found;
}

const DEEPEST = 5;

function foldersIn(folder: string): readonly string[] {
  try {
    const entries = fs.readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
  } catch {
    return [];
  }
}

function exists(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function isLink(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
