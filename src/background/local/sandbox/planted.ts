/**
 * What cannot be guarded beforehand because it is not there: a `commondir` in `.git` makes git obey the settings of
 * another repository. It is not a mount point without being made, and git refuses an empty one.
 */
import fs from 'node:fs';
import path from 'node:path';

/** The clock of files lags behind ours, by less than this many milliseconds. */
const LAG = 50;

/** Removes what a sandboxed command that began at `since` has put there; answers the file. Never throws. */
export function removePlanted(root: string, since: number): string | undefined {
  const git = path.join(root, '.git');
  const file = path.join(git, 'commondir');
  try {
    if (!fs.lstatSync(git).isDirectory() || fs.lstatSync(file).ctimeMs < since - LAG) return undefined;
    fs.rmSync(file, { recursive: true });
    return file;
  } catch {
    return undefined;
  }
}
