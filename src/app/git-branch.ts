import path from 'node:path';
import { readRegularText } from '../background/regular-file.ts';

/**
 * The branch that is checked out in the repository around a folder; `null` outside of one and between branches. Read
 * from `.git/HEAD`, in worktrees and submodules by way of the file `.git` (gitrepository-layout(5)).
 */
export function gitBranch(folder: string): string | null {
  const head = readText(path.join(folder, '.git', 'HEAD')) ?? linkedHead(folder);
  if (head !== null) return /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1] ?? null;
  const parent = path.dirname(folder);
  return parent === folder ? null : gitBranch(parent);
}

function linkedHead(folder: string): string | null {
  const link = /^gitdir: (.+)$/m.exec(readText(path.join(folder, '.git')) ?? '')?.[1];
  return link === undefined ? null : readText(path.join(path.resolve(folder, link), 'HEAD'));
}

function readText(file: string): string | null {
  try {
    return readRegularText(file);
  } catch {
    return null;
  }
}
