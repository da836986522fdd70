/** Folders in which the program believes what it finds: nobody else may be able to put something there. */
import { statSync, type Stats } from 'node:fs';

/**
 * Why others could change what is in `folder`, as a sentence that says what to do; `null` when they cannot, or when
 * nothing is there yet. Links are followed. Root can change everything, and is not counted.
 */
export function exposureOf(folder: string): string | null {
  const stats = statsOf(folder);
  if (stats === undefined) return null;
  const user = process.getuid?.();
  if (user !== undefined && stats.uid !== user && stats.uid !== 0) {
    return `${folder} belongs to another user (uid ${stats.uid}), who could change what is kept there. ${REMEDY}`;
  }
  if ((stats.mode & OTHERS_MAY_WRITE) !== 0) {
    return `${folder} can be changed by other users. Take that away (chmod go-w '${folder}'). ${REMEDY}`;
  }
  return null;
}

/** What else is wrong with it shows where it is used. */
function statsOf(folder: string): Stats | undefined {
  try {
    return statSync(folder, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

const OTHERS_MAY_WRITE = 0o022;
const REMEDY = 'Or name another folder with MEANWHILE_HOME.';
