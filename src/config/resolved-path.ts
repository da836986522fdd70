import { realpathSync } from 'node:fs';
import path from 'node:path';

/** A path with its links resolved, as far as it is there: its last folders need not be. */
export function resolvedPath(wanted: string): string {
  try {
    return realpathSync(wanted);
  } catch {
    const parent = path.dirname(wanted);
    return parent === wanted ? wanted : path.join(resolvedPath(parent), path.basename(wanted));
  }
}
