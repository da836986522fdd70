/**
 * The door to files of the project: a folder is opened, it is compared with the one that was judged, and everything by
 * name happens in the folder that is held open, wherever its path leads meanwhile.
 *
 * A command in the sandbox can exchange a folder for a link to a hidden one at any moment (`renameat2`, RENAME_EXCHANGE).
 * `O_NOFOLLOW` looks at the last part of a path only, so paths are not enough. On Linux the kernel says where an open
 * folder lies (`readlink /proc/self/fd/N`), and `/proc/self/fd/N/NAME` is looked up in it: nothing outside is opened.
 *
 * Without /proc (macOS) paths are all there is, as Node has no `openat`. What was opened is compared with what its path
 * leads to right afterwards, before a byte is read or written, so reading through an exchanged folder needs two more
 * exchanges at the right moments. Making, renaming and removing entries can be diverted between the look and the call.
 */
import { constants } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './outcome.ts';

export interface HeldFolder {
  /** The path of an entry, by way of the folder that is held. It must not be followed when it is a link. */
  at(name: string): string;
  /** Opens an entry that is no link. `flags` as for `open(2)`. Never waits for the other end of a named pipe. */
  open(name: string, flags: number, mode?: number): Promise<FileHandle>;
  close(): Promise<void>;
}

/** Node names no `O_PATH`; this is Linux's on all platforms of Node's. It needs no permission to list the folder. */
const O_PATH = 0o10000000;
const FOLDER = constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** Runs `use` with the folder of a file held; `file` is absolute, with links resolved. Rejects as `holdFolder` does. */
export async function inFolderOf<T>(file: string, use: (folder: HeldFolder, name: string) => Promise<T>): Promise<T> {
  const folder = await holdFolder(path.dirname(file));
  try {
    return await use(folder, path.basename(file));
  } finally {
    await folder.close();
  }
}

/** `folder` is absolute, with links resolved. Rejects when it is missing, or is not what lies at that path any more. */
export async function holdFolder(folder: string): Promise<HeldFolder> {
  const handle = await openFolder(folder);
  try {
    const place = await placeOf(handle);
    if (place === null) return await heldByPath(folder, handle);
    if (!isSamePath(place, folder)) throw moved();
    return heldByHandle(handle);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The same, but makes it first where it is missing, with the folders above it. */
export async function makeFolder(folder: string): Promise<HeldFolder> {
  try {
    return await holdFolder(folder);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || folder === path.dirname(folder)) throw error;
  }
  const parent = await makeFolder(path.dirname(folder));
  try {
    await mkdir(parent.at(path.basename(folder))).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  } finally {
    await parent.close();
  }
  return holdFolder(folder);
}

async function openFolder(folder: string): Promise<FileHandle> {
  try {
    return await open(folder, (process.platform === 'linux' ? O_PATH : constants.O_RDONLY) | FOLDER);
  } catch (error) {
    // What was a folder when it was judged is a link now.
    if (codeOf(error) === 'ENOTDIR' || codeOf(error) === 'ELOOP') throw moved();
    throw error;
  }
}

/** Where an open folder lies; `null` where the kernel does not say. */
async function placeOf({ fd }: FileHandle): Promise<string | null> {
  return readlink(`/proc/self/fd/${fd}`).catch(() => null);
}

/** Some file systems know no difference between small and capital letters, and show a name as it was first written. */
function isSamePath(one: string, other: string): boolean {
  return one === other || one.toLowerCase() === other.toLowerCase();
}

function heldByHandle(handle: FileHandle): HeldFolder {
  const at = (name: string) => `/proc/self/fd/${handle.fd}/${name}`;
  return {
    at,
    open: (name, flags, mode) => openEntry(at(name), flags, mode),
    close: () => handle.close(),
  };
}

async function heldByPath(folder: string, handle: FileHandle): Promise<HeldFolder> {
  const at = (name: string) => path.join(folder, name);
  await confirm(handle, folder);
  return {
    at,
    async open(name, flags, mode) {
      const entry = await openEntry(at(name), flags, mode);
      try {
        await confirm(entry, at(name));
        await confirm(handle, folder);
        return entry;
      } catch (error) {
        await entry.close();
        throw error;
      }
    },
    close: () => handle.close(),
  };
}

async function openEntry(file: string, flags: number, mode?: number): Promise<FileHandle> {
  try {
    return await open(file, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, mode);
  } catch (error) {
    if (codeOf(error) === 'ELOOP') throw moved();
    throw error;
  }
}

/** What is open is what lies at the path. */
async function confirm(handle: FileHandle, file: string): Promise<void> {
  const [opened, there] = await Promise.all([handle.stat(), lstat(file).catch(() => undefined)]);
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined || !isSamePath(real, file)) throw moved();
  if (there?.dev !== opened.dev || there.ino !== opened.ino) throw moved();
}

function moved(): Error {
  return new Error('it was moved or replaced by a link just now');
}

/** Whether no folder is there any more: what is missing in a project that is gone is not to be made anew. */
export async function isGone(folder: string): Promise<boolean> {
  return stat(folder).then(
    (stats) => !stats.isDirectory(),
    (error: unknown) => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR',
  );
}
