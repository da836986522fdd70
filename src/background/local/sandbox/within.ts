import path from 'node:path';

/** Both absolute; a folder is within itself. */
export function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

export function isWithinAny(folders: readonly string[], file: string): boolean {
  return folders.some((folder) => isWithin(folder, file));
}
