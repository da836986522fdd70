/**
 * Where a path that the model wrote leads, and whether that is inside the project.
 *
 * Links are followed to their end, also those of the folders above a file that does not exist yet, so what is judged
 * is what would be opened. A link to nothing is refused: a file made through it would land wherever it points.
 *
 * A folder can be exchanged for a link after the look: `held-folder.ts` opens only what was judged here.
 */
import path from 'node:path';
import { expandHome, isWithin } from '../permissions/paths.ts';
import { followLinks } from './follow-links.ts';
import { isGone } from './held-folder.ts';
import { codeOf, reasonOf } from './outcome.ts';
import { folderWords } from './words.ts';

export type ResolvedPath =
  | {
      readonly kind: 'inside' | 'outside';
      /** Absolute, with links resolved. */
      readonly file: string;
      /** As the screen and the model see it: relative to the project, or from the home folder. */
      readonly shown: string;
    }
  | Refused;

export type ProjectPath = { readonly kind: 'inside'; readonly file: string; readonly shown: string } | Refused;

interface Refused {
  readonly kind: 'refused';
  readonly sentence: string;
}

/** What the kernel shows as files; of no project unless the project itself lies there. */
const KERNEL_FOLDERS = ['/proc', '/sys', '/dev'];

/** Resolves `wanted` against `root`, which is absolute with links resolved; only within the project. */
export async function resolveInProject(root: string, wanted: string): Promise<ProjectPath> {
  const resolved = await resolvePath(root, wanted);
  if (resolved.kind === 'refused') return resolved;
  const { kind, file, shown } = resolved;
  return kind === 'inside' ? { kind, file, shown } : refused(outside({ root, wanted, file }));
}

/** The same for what may lie outside, when the human allows it. */
export async function resolvePath(root: string, wanted: string): Promise<ResolvedPath> {
  if (wanted.trim() === '') return refused('The path is empty.');
  if (wanted.includes('\0')) return refused('The path holds a NUL byte.');
  // Nothing is made anew where the project was.
  if (await isGone(root)) return refused(`The project folder ${root} is gone: it was removed or renamed.`);
  const absolute = writtenPath(root, wanted);
  try {
    const file = await followLinks(absolute);
    if (file === null) return refused(`${wanted} leads through a link to something that does not exist.`);
    if (isKernels(file, root)) return refused(`${outside({ root, wanted, file })} It is a file of the kernel's.`);
    if (isWithin(root, file)) return { kind: 'inside', file, shown: path.relative(root, file) || '.' };
    return { kind: 'outside', file, shown: folderWords(file) };
  } catch (error) {
    return refused(unreachable(wanted, error));
  }
}

/** Absolute, with its links not followed. */
export function writtenPath(root: string, wanted: string): string {
  return path.resolve(root, expandHome(wanted));
}

function isKernels(file: string, root: string): boolean {
  return KERNEL_FOLDERS.some((folder) => isWithin(folder, file) && !isWithin(folder, root));
}

function outside({ root, wanted, file }: { root: string; wanted: string; file: string }): string {
  const target = path.resolve(root, wanted) === file ? '' : ` (it leads to ${file})`;
  return `${wanted} is outside the project folder ${root}${target}.`;
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

function refused(sentence: string): Refused {
  return { kind: 'refused', sentence };
}
