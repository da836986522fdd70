/**
 * Contents of files as they were before and after a change, by their hash, in a folder of the session (0700, files 0600).
 *
 * Bounded: beyond `most` bytes the oldest go, and what needed them can no longer be taken back.
 */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lookOf } from '../tools/seen-files.ts';

export interface FileImages {
  /** Answers its hash. Rejects with what the file system says. */
  keep(content: Uint8Array | string): Promise<string>;
  /** `null` when it is not kept, or not whole. */
  read(hash: string): Promise<Buffer | null>;
}

const MOST_BYTES = 256 * 1024 * 1024;

export function createFileImages(folder: string, { most = MOST_BYTES } = {}): FileImages {
  /** Bytes in the folder; not known before it was looked at. */
  let size: number | undefined;
  return {
    async keep(content) {
      const bytes = Buffer.from(content);
      const hash = lookOf(bytes);
      const file = path.join(folder, hash);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (await isThere(file)) return hash;
      try {
        await writeFile(`${file}.tmp`, bytes, { mode: 0o600 });
        await rename(`${file}.tmp`, file);
      } catch (error) {
        await rm(`${file}.tmp`, { force: true });
        throw error;
      }
      size = (size ?? (await sizeOf(folder)) - bytes.length) + bytes.length;
      if (size > most) size = await dropOldest(folder, { most, except: hash });
      return hash;
    },
    async read(hash) {
      const bytes = await readFile(path.join(folder, hash)).catch(() => null);
      return bytes !== null && lookOf(bytes) === hash ? bytes : null;
    },
  };
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function entriesOf(folder: string) {
  const names = await readdir(folder);
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(path.join(folder, name));
      return { name, size, mtimeMs };
    }),
  );
}

async function sizeOf(folder: string): Promise<number> {
  return (await entriesOf(folder)).reduce((sum, { size }) => sum + size, 0);
}

async function dropOldest(folder: string, { most, except }: { most: number; except: string }): Promise<number> {
  const entries = (await entriesOf(folder)).toSorted((one, other) => one.mtimeMs - other.mtimeMs);
  let size = entries.reduce((sum, entry) => sum + entry.size, 0);
  for (const entry of entries) {
    if (size <= most || entry.name === except) continue;
    await rm(path.join(folder, entry.name), { force: true });
    size -= entry.size;
  }
  return size;
}
