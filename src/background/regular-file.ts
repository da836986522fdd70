/**
 * Files that are expected to be plain ones. A FIFO, a device or a socket in such a place would hold the program up, or
 * never come to an end: it is opened without waiting (open(2), O_NONBLOCK) and refused. A link to a file is one.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';

/** Throws as `readFileSync` does, and for what is no regular file. */
export function readRegularFile(file: string): Buffer {
  return withRegularFile(file, { flags: constants.O_RDONLY }, (fd) => readFileSync(fd));
}

/** The same as UTF-8. */
export function readRegularText(file: string): string {
  return readRegularFile(file).toString('utf8');
}

/** Appends to the file, which is made for its user alone when it is not there. Throws as the other does. */
export function appendRegularFile(file: string, text: string): void {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;
  withRegularFile(file, { flags, mode: 0o600 }, (fd) => writeFileSync(fd, text));
}

function withRegularFile<Result>(
  file: string,
  { flags, mode }: { readonly flags: number; readonly mode?: number },
  use: (fd: number) => Result,
): Result {
  const fd = openSync(file, flags | constants.O_NONBLOCK, mode);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile())
      throw Object.assign(new Error('it is no regular file'), { code: stats.isDirectory() ? 'EISDIR' : 'ENOTREG' });
    return use(fd);
  } finally {
    closeSync(fd);
  }
}
