/** The files that ripgrep would look at, found without it. */
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from './environment.ts';
import { gitFiles, isIgnored, trackedButIgnored } from './git-files.ts';

export interface ListedFile {
  /** Relative to the folder that was listed. */
  readonly path: string;
  /** When it was changed last: milliseconds since the epoch. */
  readonly changedAt: number;
  readonly bytes: number;
}

export interface FileList {
  readonly files: readonly ListedFile[];
  /** There are more. */
  readonly isCut: boolean;
}

export interface ListOptions {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly most: number;
}

/** So many are looked at together: one after the other most of the time would be waiting. */
const AT_ONCE = 64;

/**
 * Regular files below `folder` that git does not ignore, hidden ones too, no link followed. Where there is no repository
 * nothing is ignored but `.git`. By path. Never rejects.
 */
export async function listFiles(folder: string, options: ListOptions): Promise<FileList> {
  const files: ListedFile[] = [];
  await ((await isIgnored(folder, options.environment)) ? walk('') : add(''));
  return { files: files.sort(byPath), isCut: files.length >= options.most };

  async function add(inner: string): Promise<void> {
    const { environment } = options;
    const named = await gitFiles(path.join(folder, inner), environment);
    if (named === null) return walk(inner);
    const ignored = new Set(await trackedButIgnored(path.join(folder, inner), environment));
    const wanted = named.filter((name) => !ignored.has(name)).map((name) => path.join(inner, name));
    for (let at = 0; at < wanted.length && !isOver(); at += AT_ONCE) {
      await Promise.all(wanted.slice(at, at + AT_ONCE).map(addNamed));
    }
  }

  /** A folder that git names is a repository inside another one. */
  async function addNamed(name: string): Promise<void> {
    if (isOver()) return;
    const stats = await lstat(path.join(folder, name)).catch(() => undefined);
    if (stats?.isFile() === true) {
      files.push({ path: name, changedAt: stats.mtimeMs, bytes: stats.size });
    } else if (stats?.isDirectory() === true) await add(name);
  }

  async function walk(inner: string): Promise<void> {
    const entries: readonly Dirent[] = await readdir(path.join(folder, inner), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (isOver()) return;
      const name = path.join(inner, entry.name);
      if (entry.isFile()) await addNamed(name);
      else if (entry.isDirectory() && entry.name !== '.git')
        await ((await isRepository(name)) ? add(name) : walk(name));
    }
  }

  async function isRepository(inner: string): Promise<boolean> {
    return (await lstat(path.join(folder, inner, '.git')).catch(() => undefined)) !== undefined;
  }

  function isOver(): boolean {
    return options.signal.aborted || files.length >= options.most;
  }
}

/** Part by part, so that what lies in a folder stays together. */
function byPath({ path: one }: ListedFile, { path: other }: ListedFile): number {
  const [ones, others] = [one.split('/'), other.split('/')];
  const at = ones.findIndex((part, index) => part !== others[index]);
  return (ones[at] ?? '') < (others[at] ?? '') ? -1 : 1;
}
