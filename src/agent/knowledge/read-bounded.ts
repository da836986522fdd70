import { constants } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { invisibleIn, invisibleWords, withoutInvisible } from '../../background/invisible.ts';
import { isWithin } from '../permissions/paths.ts';
import { inFolderOf } from '../tools/held-folder.ts';

/** Bytes of a file of instructions. */
export const FILE_LIMIT = 32 * 1024;

export interface Bounded {
  /** Without invisible characters: nobody who reviews the file sees what they say. */
  readonly text: string;
  /** There is more of it. */
  readonly cut: boolean;
  /** Which were left out, in a sentence; `null` when there were none. */
  readonly problem: string | null;
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
    const handle = await inFolderOf(real, (folder, name) => folder.open(name, constants.O_RDONLY));
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) return null;
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(limit), 0, limit, 0);
      const text = buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '');
      return { text: withoutInvisible(text), cut: stats.size > bytesRead, problem: problemOf(file, text) };
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

function problemOf(file: string, text: string): string | null {
  const invisible = invisibleIn(text);
  if (invisible.length === 0) return null;
  return `${file} holds ${invisibleWords(invisible)}. The model is not given them.`;
}
