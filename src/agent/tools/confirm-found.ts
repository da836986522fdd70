/**
 * Whether what a search printed is of the project. ripgrep goes by paths, so a command that exchanges a folder for a link
 * can lead it elsewhere: names and lines are shown only when they are found where the project's folders are held open.
 */
import { constants } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { inFolderOf } from './held-folder.ts';

/** Whether there is such an entry. `file` is absolute, as found. */
export async function isThere(file: string): Promise<boolean> {
  return inFolderOf(file, (folder, name) => lstat(folder.at(name))).then(
    () => true,
    () => false,
  );
}

/** `null` of a file that cannot be read, is no regular file or has more than `most` bytes. */
export async function readFound(file: string, most: number): Promise<Buffer | null> {
  try {
    const handle = await inFolderOf(file, (folder, name) => folder.open(name, constants.O_RDONLY));
    try {
      const stats = await handle.stat();
      return stats.isFile() && stats.size <= most ? await handle.readFile() : null;
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

/** As ripgrep reads them: UTF-16 where a byte order mark says so, else UTF-8. */
export function decodeFound(bytes: Buffer): string {
  const start = bytes.subarray(0, 2).toString('latin1');
  const encoding = start === '\xff\xfe' ? 'utf-16le' : start === '\xfe\xff' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

const MOST_BYTES = 256 * 1024 * 1024;
/** What ripgrep prints after the beginning of a long line. */
const CUT = / \[\.\.\. (?:omitted end of long line|\d+ more match(?:es)?)\]$/;

/** Tells of lines that a search printed (numbers count from 1) whether they are in the file. */
export async function linesIn(file: string): Promise<(number: number, printed: string) => boolean> {
  const bytes = await readFound(file, MOST_BYTES);
  const lines = bytes === null ? [] : decodeFound(bytes).split('\n');
  return (number, printed) => {
    const there = lines[number - 1];
    if (there === undefined) return false;
    const [line, text] = [plain(there), plain(printed)];
    return line === text || (CUT.test(text) && line.startsWith(text.replace(CUT, '')));
  };
}

function plain(line: string): string {
  return line.replace(/^\ufeff|\r$/g, '');
}
