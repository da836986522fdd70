/** Whether a file is one of those that a pattern names: `src/**` is of the project, `~/notes/**` of the home folder. */
import { homedir } from 'node:os';
import path from 'node:path';
import picomatch from 'picomatch';
import { isWithin } from './paths.ts';

const OPTIONS = { dot: true, nocase: process.platform === 'darwin', nonegate: true } as const;

/** `file` is absolute. A pattern without `/` or `~/` before it never leaves the project. */
export function matchesFile(glob: string, { file, root }: { readonly file: string; readonly root: string }): boolean {
  if (glob === '~' || glob.startsWith('~/')) return matchesWithin(homedir(), glob.slice(2) || '.', file);
  if (path.isAbsolute(glob)) return picomatch.isMatch(file, path.normalize(glob), OPTIONS);
  return matchesWithin(root, path.normalize(glob), file);
}

function matchesWithin(folder: string, glob: string, file: string): boolean {
  const relative = path.relative(folder, file) || '.';
  if (!isWithin(folder, file)) return false;
  return relative === '.' ? glob === '.' || glob === '**' : picomatch.isMatch(relative, glob, OPTIONS);
}
