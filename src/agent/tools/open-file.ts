import { constants, type Stats } from 'node:fs';
import { readdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { mostAlike } from './alike.ts';
import { inFolderOf } from './held-folder.ts';
import { codeOf, failed, reasonOf, type Failed } from './outcome.ts';
import type { ResolvedPath } from './project-path.ts';

export interface OpenedFile {
  readonly kind: 'opened';
  readonly handle: FileHandle;
  /** Absolute, with links resolved. */
  readonly file: string;
  /** Relative to the project, when it lies there. */
  readonly shown: string;
  readonly stats: Stats;
}

/** Opens a regular file for reading; the caller closes it. Outside of the project it has to be allowed before. */
export async function openForReading(target: ResolvedPath): Promise<OpenedFile | Failed> {
  if (target.kind === 'refused') return failed(target.sentence);
  const { file, shown } = target;
  try {
    const handle = await inFolderOf(file, (folder, name) => folder.open(name, constants.O_RDONLY));
    const stats = await handle.stat();
    if (stats.isFile()) return { kind: 'opened', handle, file, shown, stats };
    await handle.close();
    return failed(stats.isDirectory() ? aFolder(shown) : `${shown} is not a regular file.`);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return failed(await missingWords(file, shown), 'no such file');
    return failed(`${shown} cannot be read: ${reasonOf(error)}.`, reasonOf(error));
  }
}

function aFolder(shown: string): string {
  return `${shown} is a folder. List it with list_directory.`;
}

/** That it does not exist, and which names there are like it. */
export async function missingWords(file: string, shown: string): Promise<string> {
  const names = await similarNames(file).catch(() => []);
  const folder = path.dirname(shown);
  const hint =
    names.length === 0 ? '' : ` Similar names there: ${names.map((name) => path.join(folder, name)).join(', ')}.`;
  return `${shown} does not exist.${hint}`;
}

/** Names in the folder of a missing file that may have been meant, best first. */
function similarNames(file: string): Promise<readonly string[]> {
  return inFolderOf(file, async (folder, name) => mostAlike(name, await readdir(folder.at('.'))));
}
