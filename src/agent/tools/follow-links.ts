import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './outcome.ts';

/** The path with the links of its existing part resolved; `null` when one of them leads nowhere. */
export async function followLinks(absolute: string): Promise<string | null> {
  try {
    return await realpath(absolute);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  if (await exists(absolute)) return null;
  const parent = await followLinks(path.dirname(absolute));
  return parent === null ? null : path.join(parent, path.basename(absolute));
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch {
    return false;
  }
}
