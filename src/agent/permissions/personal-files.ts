/** What stays personal where somebody opens the home folder, or one that holds it, as the project. */
import path from 'node:path';
import { isWithin } from './paths.ts';

/** Visible folders in which programs keep what is theirs: macOS. */
const PERSONAL: ReadonlySet<string> = new Set(['Library']);

/**
 * Whether the project holds the file only because it holds the home folder: dot files and all in dot folders of it, and
 * what belongs to the system or to other users. All are absolute, with links resolved.
 */
export function isPersonal(
  file: string,
  { root, home }: { readonly root: string; readonly home: string | undefined },
): boolean {
  if (home === undefined || !isWithin(root, home) || isWithin(file, home)) return false;
  if (!isWithin(home, file)) return true;
  const [first = ''] = path.relative(home, file).split(path.sep);
  return first.startsWith('.') || PERSONAL.has(first);
}

/** Goes on after "asked because". */
export function personalReason(file: string, home: string | undefined): string {
  if (home === undefined || isWithin(file, home)) return `it reads what is personal in the home folder ${home ?? file}`;
  return isWithin(home, file) ? `${file} is personal, in the home folder` : `${file} is outside the home folder`;
}
