import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** The most that is read of the beginning and of the end of a file. Bytes. */
const HEAD = 256 * 1024;
const TAIL = 64 * 1024;

/**
 * The whole lines at the beginning and at the end of a file, however large it is. Rejects when it cannot be read, and
 * for what is no regular file.
 */
export async function readEnds(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error('it is no regular file');
    const read = async (from: number, length: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
      return buffer.toString('utf8', 0, bytesRead);
    };
    if (stats.size <= HEAD + TAIL) return await read(0, stats.size);
    const [head, tail] = [await read(0, HEAD), await read(stats.size - TAIL, TAIL)];
    return head.slice(0, head.lastIndexOf('\n') + 1) + tail.slice(tail.indexOf('\n') + 1);
  } finally {
    await handle.close();
  }
}

/** The beginning of a file, at most 64 KiB; empty when it cannot be read. */
export function readHead(file: string): string {
  try {
    const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const bytes = Buffer.alloc(TAIL);
      return fstatSync(fd).isFile() ? bytes.toString('utf8', 0, readSync(fd, bytes, 0, TAIL, 0)) : '';
    } finally {
      closeSync(fd);
    }
  } catch {
    return '';
  }
}
