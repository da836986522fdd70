/** Makes what has to be there so that it can be mounted read-only. */
import fs from 'node:fs';

/** An empty folder or a file with that content, unless something of the name is there. Throws when the disk is full. */
export function put(file: string, content: string | undefined): void {
  try {
    if (content === undefined) fs.mkdirSync(file, { recursive: true });
    else fs.writeFileSync(file, content, { flag: 'wx' });
  } catch (error) {
    // What we may not make, a command in the sandbox may not either.
    if (!(error instanceof Error && 'code' in error && HARMLESS.has(String(error.code)))) throw error;
  }
}

const HARMLESS: ReadonlySet<string> = new Set(['EEXIST', 'ENOTDIR', 'ENOENT', 'EACCES', 'EPERM', 'EROFS']);
