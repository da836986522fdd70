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
  const parent = await realpath(path.dirname(absolute)).catch(() => null);
  if (parent !== null) return path.join(parent, path.basename(absolute));
  const { root } = path.parse(absolute);
  const parts = absolute.slice(root.length).split(path.sep);
  let there = root;
  let depth = 0;
  // From above, because what is there may be two folders of a path of thousands.
  for (const part of parts) {
    const next = path.join(there, part);
    if (!(await exists(next))) break;
    there = next;
    depth += 1;
  }
  const folder = await realpath(there).catch(() => null);
  return folder === null ? null : path.join(folder, ...parts.slice(depth));
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch {
    return false;
  }
}
