import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, failed, reasonOf, type Failed } from './outcome.ts';
import { resolvePath } from './project-path.ts';
import { similarNames } from './similar-names.ts';

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
export async function openForReading(root: string, wanted: string): Promise<OpenedFile | Failed> {
  const target = await resolvePath(root, wanted);
  if (target.kind === 'refused') return failed(target.sentence);
  const { file, shown } = target;
  try {
    // Without O_NONBLOCK the opening of a named pipe would wait for a writer.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (stats.isFile()) return { kind: 'opened', handle, file, shown, stats };
    await handle.close();
    return failed(stats.isDirectory() ? aFolder(shown) : `${shown} is not a regular file.`);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return failed(await missing(file, shown), 'no such file');
    return failed(`${shown} cannot be read: ${reasonOf(error)}.`, reasonOf(error));
  }
}

function aFolder(shown: string): string {
  return `${shown} is a folder. List it with list_directory.`;
}

async function missing(file: string, shown: string): Promise<string> {
  const names = await similarNames(file);
  const folder = path.dirname(shown);
  const hint =
    names.length === 0 ? '' : ` Similar names there: ${names.map((name) => path.join(folder, name)).join(', ')}.`;
  return `${shown} does not exist.${hint}`;
}
