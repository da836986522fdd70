import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { mostAlike } from './alike.ts';

/** Names in the folder of a missing file that may have been meant, best first; none when the folder is missing. */
export async function similarNames(missing: string): Promise<readonly string[]> {
  return mostAlike(path.basename(missing), await readdir(path.dirname(missing)).catch(() => []));
}
