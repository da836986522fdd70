/**
 * Where a path that the model wrote leads, and whether that is inside the project.
 *
 * Links are followed to their end, also those of the folders above a file that does not exist yet, so what is judged
 * is what would be opened. A link to nothing is refused: a file made through it would land wherever it points.
 *
 * Deliberately not here: protection from a command that swaps a folder for a link between the look and the opening.
 * Such a command could as well do itself what it would trick us into.
 */
import { lstat, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { codeOf, reasonOf } from './outcome.ts';

export type ProjectPath =
  | {
      readonly kind: 'inside';
      /** Absolute, with links resolved. */
      readonly file: string;
      /** As the screen and the model see it: relative to the project. */
      readonly shown: string;
    }
  | { readonly kind: 'refused'; readonly sentence: string };

/** What the kernel shows as files; of no project unless the project itself lies there. */
const KERNEL_FOLDERS = ['/proc', '/sys', '/dev'];

/** Resolves `wanted` against `root`, which is absolute with links resolved. */
export async function resolveInProject(root: string, wanted: string): Promise<ProjectPath> {
  if (wanted.trim() === '') return refused('The path is empty.');
  if (wanted.includes('\0')) return refused('The path holds a NUL byte.');
  const absolute = path.resolve(root, expandHome(wanted));
  try {
    const file = await followLinks(absolute);
    if (file === null) return refused(`${wanted} leads through a link to something that does not exist.`);
    if (!belongs(root, file)) return refused(outside({ root, wanted, file }));
    return { kind: 'inside', file, shown: path.relative(root, file) || '.' };
  } catch (error) {
    return refused(unreachable(wanted, error));
  }
}

function expandHome(wanted: string): string {
  return wanted === '~' || wanted.startsWith('~/') ? path.join(homedir(), wanted.slice(1)) : wanted;
}

/** The path with the links of its existing part resolved; `null` when one of them leads nowhere. */
async function followLinks(absolute: string): Promise<string | null> {
  try {
    return await realpath(absolute);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  if (await exists(absolute)) return null;
  const parent = await followLinks(path.dirname(absolute));
  return parent === null ? null : path.join(parent, path.basename(absolute));
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch {
    return false;
  }
}

function belongs(root: string, file: string): boolean {
  return isWithin(root, file) && !KERNEL_FOLDERS.some((folder) => isWithin(folder, file) && !isWithin(folder, root));
}

function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function outside({ root, wanted, file }: { root: string; wanted: string; file: string }): string {
  const target = path.resolve(root, wanted) === file ? '' : ` (it leads to ${file})`;
  return `${wanted} is outside the project${target}. File tools work only inside the project folder ${root}.`;
}

function unreachable(wanted: string, error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOTDIR':
      return `${wanted} cannot be reached: a part of the path is a file, not a folder.`;
    case 'ELOOP':
      return `${wanted} cannot be reached: its links lead in a circle.`;
    default:
      return `${wanted} cannot be reached: ${reasonOf(error)}.`;
  }
}

function refused(sentence: string): ProjectPath {
  return { kind: 'refused', sentence };
}
