import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Puts `content` in the place of `file`, whole or not at all: through a draft beside it, which is removed when the disk is
 * full or the folder cannot be written. Throws what the file system throws; `file` is then as it was.
 */
export function writeWhole(file: string, content: string | Buffer, mode = 0o600): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, content, { mode });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
