/** The rules that are offered for files. */
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { isWithin } from './paths.ts';

/**
 * For reading outside the project: the folder of the file, or the folder that was named. The file alone where the folder
 * holds more than belongs together; nothing (`''`) for a folder that does. `file` is absolute.
 */
export function suggestReadRule(file: string): string {
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder) return isBroad(file) ? '' : `read(${escaped(file)}/**)`;
  const folder = path.dirname(file);
  return isBroad(folder) || isPrivate(folder) ? `read(${escaped(file)})` : `read(${escaped(folder)}/**)`;
}

/** `/`, a folder right below it, a home folder, and what holds all work or all settings of a user. */
function isBroad(folder: string): boolean {
  const { root } = path.parse(folder);
  const depth = path.relative(root, folder).split(path.sep).filter(Boolean).length;
  if (depth <= 1 || isWithin(folder, homedir())) return true;
  return (
    (depth === 2 && ['/home', '/Users', '/root'].includes(path.dirname(folder))) || path.dirname(folder) === homedir()
  );
}

/** Hidden folders of the home folder are where keys are kept. */
function isPrivate(folder: string): boolean {
  return isWithin(homedir(), folder) && path.relative(homedir(), folder).startsWith('.');
}

/** As a pattern: relative within the project. */
export function globFor(file: string, root: string): string {
  return escaped(isWithin(root, file) ? path.relative(root, file) : file);
}

function escaped(file: string): string {
  return file.replace(/[*?[\]{}()!+@\\]/g, '\\$&');
}
