import { randomBytes } from 'node:crypto';
import { access, constants, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

export interface AtomicWrite {
  /** Absolute, with links resolved, so that a link stays one. */
  readonly file: string;
  readonly content: string | Uint8Array;
  /** The file that is replaced: its mode and owner are kept. */
  readonly replaces: { readonly mode: number; readonly uid: number; readonly gid: number } | null;
}

/** Puts the whole content in place at once, or leaves everything as it was and rejects. */
export async function writeAtomically({ file, content, replaces }: AtomicWrite): Promise<void> {
  // A rename would replace a file that may not be written.
  if (replaces !== null) await access(file, constants.W_OK);
  const temporary = path.join(path.dirname(file), `.meanwhile-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx', 0o666);
    try {
      await handle.writeFile(content);
      if (replaces !== null) {
        // Only root may give a file away; for everybody else the owner is the same already.
        await handle.chown(replaces.uid, replaces.gid).catch(() => undefined);
        await handle.chmod(replaces.mode & 0o7777);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
