import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { isWithin } from '../permissions/paths.ts';

export interface Bounded {
  readonly text: string;
  /** There is more of it. */
  readonly cut: boolean;
}

/**
 * The beginning of a plain file, at most `limit` bytes; `null` when there is none that can be read, or it is a link that
 * leads out of `within`.
 */
export async function readBounded(
  file: string,
  { limit, within }: { readonly limit: number; readonly within: string },
): Promise<Bounded | null> {
  try {
    const [real, top] = await Promise.all([realpath(file), realpath(within)]);
    if (!isWithin(top, real)) return null;
    // Without O_NONBLOCK the opening of a named pipe would wait for a writer.
    const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) return null;
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(limit), 0, limit, 0);
      const text = buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '');
      return { text, cut: stats.size > bytesRead };
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}
