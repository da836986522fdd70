/**
 * Replaces the content of a file, or makes or removes it, when it still is what it was judged to be.
 *
 * A file is put in place whole, by renaming: a full disk or a kill leaves the old one. Where that would break what hangs
 * on the file itself it is written in place: another hard link, an owner, ACL or attribute that cannot be copied, a
 * mount on the file, a folder that may not be written. A write in place that fails puts the old bytes back.
 */
import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, rename, rm, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { copyAttributes } from './copy-attributes.ts';
import { holdFolder, makeFolder, type HeldFolder } from './held-folder.ts';
import { codeOf, reasonOf } from './outcome.ts';
import { lookOf } from './seen-files.ts';

export interface FileReplacement {
  /** Absolute, with links resolved. */
  readonly file: string;
  /** `null` removes it. */
  readonly content: string | Uint8Array | null;
  /** The look of what has to be there (`lookOf`); `null`: nothing. */
  readonly expects: string | null;
  /** The permissions of a file that is made; by default as the umask has it. */
  readonly mode?: number | null;
}

/** `changed`: something else is there than was expected, and was left alone. Rejects with what the file system says. */
export type Replaced = 'replaced' | 'changed';

/** Larger than anything that is replaced here. */
const MOST_BYTES = 64 * 1024 * 1024;
/** A rename is not possible, though writing may be. */
const NO_RENAME = ['EACCES', 'EPERM', 'EBUSY', 'EXDEV'];

export async function replaceFile({ file, content, expects, mode = null }: FileReplacement): Promise<Replaced> {
  const [parent, name] = [path.dirname(file), path.basename(file)];
  const folder = await (expects === null && content !== null ? makeFolder(parent) : holdFolder(parent));
  try {
    const there = await readEntry(folder, name);
    if ((there?.look ?? null) !== expects) return 'changed';
    if (content === null) await unlink(folder.at(name));
    else if (there === null) await create(folder, { name, content, mode });
    else await overwrite(folder, { name, content, there });
    return 'replaced';
  } finally {
    await folder.close();
  }
}

/** The look of what lies at a path; `null` when there is nothing. Rejects when it is no regular file, or out of reach. */
export async function lookAt(file: string): Promise<string | null> {
  const folder = await holdFolder(path.dirname(file)).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (folder === null) return null;
  try {
    return (await readEntry(folder, path.basename(file)))?.look ?? null;
  } finally {
    await folder.close();
  }
}

interface Entry {
  readonly stats: Stats;
  readonly bytes: Buffer;
  readonly look: string;
}

async function readEntry(folder: HeldFolder, name: string): Promise<Entry | null> {
  const handle = await folder.open(name, constants.O_RDONLY).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error('it is not a regular file');
    if (stats.size > MOST_BYTES) return { stats, bytes: Buffer.alloc(0), look: 'too large' };
    const bytes = await handle.readFile();
    return { stats, bytes, look: lookOf(bytes) };
  } finally {
    await handle.close();
  }
}

async function create(
  folder: HeldFolder,
  {
    name,
    content,
    mode,
  }: { readonly name: string; readonly content: string | Uint8Array; readonly mode: number | null },
): Promise<void> {
  const temporary = temporaryName();
  try {
    const handle = await folder.open(temporary, MADE, 0o666);
    await filled(handle, { content, mode });
    await rename(folder.at(temporary), folder.at(name));
  } catch (error) {
    await rm(folder.at(temporary), { force: true });
    throw error;
  }
}

const MADE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

interface Overwriting {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly there: Entry;
}

async function overwrite(folder: HeldFolder, overwriting: Overwriting): Promise<void> {
  const { name, there } = overwriting;
  // A rename would replace a file that may not be written.
  await access(folder.at(name), constants.W_OK);
  if (there.stats.nlink > 1 || !(await renamed(folder, overwriting))) await writeInPlace(folder, overwriting);
}

/** `false` when the file has to be written in place; nothing has changed then. */
async function renamed(folder: HeldFolder, { name, content, there }: Overwriting): Promise<boolean> {
  const { mode, uid, gid } = there.stats;
  const temporary = temporaryName();
  try {
    if (!(await copyAttributes({ folder, from: name, to: temporary }))) return false;
    const handle = await folder.open(temporary, constants.O_WRONLY | constants.O_TRUNC);
    const made = await handle.stat();
    const isSame = made.uid === uid && made.gid === gid;
    if (!isSame) await handle.close();
    else await filled(handle, { content, mode });
    if (isSame) await rename(folder.at(temporary), folder.at(name));
    return isSame;
  } catch (error) {
    if (NO_RENAME.includes(codeOf(error) ?? '')) return false;
    throw error;
  } finally {
    await rm(folder.at(temporary), { force: true });
  }
}

/** Closes it. */
async function filled(
  handle: FileHandle,
  { content, mode }: { readonly content: string | Uint8Array; readonly mode: number | null },
): Promise<void> {
  try {
    await handle.writeFile(content);
    // After the writing, which takes the set-user-ID bit away.
    if (mode !== null) await handle.chmod(mode & 0o7777);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeInPlace(folder: HeldFolder, { name, content, there }: Overwriting): Promise<void> {
  const handle = await folder.open(name, constants.O_WRONLY);
  try {
    const { dev, ino } = await handle.stat();
    if (dev !== there.stats.dev || ino !== there.stats.ino) throw new Error('it was replaced just now');
    try {
      await putInto(handle, Buffer.from(content));
    } catch (error) {
      await putInto(handle, there.bytes).catch((second: unknown) => {
        throw new Error(
          `${reasonOf(error)}. It is damaged now: its old content could not be put back either: ${reasonOf(second)}`,
        );
      });
      throw error;
    }
  } finally {
    await handle.close();
  }
}

/** Cut at the end only, so that at no moment the file is empty. */
async function putInto(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += (await handle.write(bytes, at, bytes.length - at, at)).bytesWritten;
  }
  await handle.truncate(bytes.length);
  await handle.sync();
}

function temporaryName(): string {
  return `.meanwhile-${randomBytes(6).toString('hex')}.tmp`;
}
