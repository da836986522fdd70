import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What the files in a folder take on the disk, in bytes. */
export async function sizeOnDisk(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ blocks }) => blocks * 512,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
