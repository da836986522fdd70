/**
 * What the model knows of files: as they were when it last read or wrote them. By it `write_file` tells whether the
 * model writes over something it has not seen.
 *
 * Kept in memory only: after a restart a file has to be read again before it is overwritten.
 */
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';

export interface SeenFiles {
  /** `file` is absolute, with links resolved. */
  note(file: string, look: string): void;
  /** `changed`: it was seen, and looked different then. */
  state(file: string, look: string): 'seen' | 'changed' | 'unseen';
}

/** How many files are remembered; those that were seen last. */
const REMEMBERED = 2_000;

export function createSeenFiles(): SeenFiles {
  const looks = new Map<string, string>();
  return {
    note(file, look) {
      looks.delete(file);
      looks.set(file, look);
      const [oldest] = looks.keys();
      if (looks.size > REMEMBERED && oldest !== undefined) looks.delete(oldest);
    },
    state(file, look) {
      const known = looks.get(file);
      if (known === undefined) return 'unseen';
      return known === look ? 'seen' : 'changed';
    },
  };
}

/** How a file looks, by its bytes; those of one that is too large to hold are known by size and time. */
export function lookOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

export function lookOfLarge({ size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>): string {
  return `${size} bytes at ${mtimeMs}`;
}
