import { realpathSync } from 'node:fs';
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

/** An absolute path with the links of its longest existing part followed. Never throws. */
export function followed(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    const parent = path.dirname(file);
    return parent === file ? file : path.join(followed(parent), path.basename(file));
  }
}
