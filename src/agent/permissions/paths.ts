import { homedir } from 'node:os';
import path from 'node:path';

/** Both absolute; a folder is within itself. */
export function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** `~/notes` in the home folder. */
export function expandHome(wanted: string): string {
  return wanted === '~' || wanted.startsWith('~/') ? path.join(homedir(), wanted.slice(1)) : wanted;
}
