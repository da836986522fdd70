/**
 * What a sandbox has to keep as it is, because something outside of it runs it: the same files that `edits` asks for, but
 * for installed packages, which commands of package managers have to write.
 */
import { readdir, readlink } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { layoutGuard } from './guarded-layouts.ts';
import { GUARDED } from './guarded-table.ts';
import { compileTable } from './pattern-table.ts';

export interface GuardedPaths {
  /**
   * Those that exist, absolute, the nearest to the top first; of a folder only itself. With what tells one from another
   * in its place: a file that is changed is the same, a link that leads elsewhere is not.
   */
  readonly entries: ReadonlyMap<string, string>;
  /** How many levels of folders were looked at as a whole. */
  readonly depth: number;
}

/** Deeper than that, and in more folders than that, nobody looks. */
const DEEPEST = 8;
const MOST_FOLDERS = 4_000;
/** Installed packages and what compilers make: many folders, and nothing that is obeyed where it lies. */
const SKIPPED: ReadonlySet<string> = new Set([
  'node_modules',
  '.venv',
  'venv',
  'site-packages',
  'target',
  '__pycache__',
]);
const KEPT = compileTable(GUARDED.filter(({ isInstalled }) => isInstalled !== true));

/** Looks through folders, which have their links resolved. Never rejects. */
export async function guardedPathsIn(roots: readonly string[]): Promise<GuardedPaths> {
  const entries = new Map<string, string>();
  let folders = roots.map((root) => ({ folder: root, root }));
  let depth = 0;
  for (let seen = 0; folders.length > 0 && depth < DEEPEST && seen + folders.length <= MOST_FOLDERS; depth++) {
    seen += folders.length;
    const below: typeof folders = [];
    for (const { folder, root } of folders) {
      for (const entry of await entriesOf(folder)) {
        const file = path.join(folder, entry.name);
        if (isKept(file, root)) entries.set(file, await signatureOf(file, entry));
        else if (entry.isDirectory() && !SKIPPED.has(entry.name)) below.push({ folder: file, root });
      }
    }
    folders = below;
  }
  return { entries, depth: folders.length === 0 ? Infinity : depth };
}

/** Of a bare repository git obeys settings and hooks; all else in it may be written. */
function isKept(file: string, root: string): boolean {
  if (KEPT.rowOf(path.relative(root, file)) !== undefined) return true;
  return /^(?:hooks|config)$/.test(path.basename(file)) && layoutGuard(file, root) !== undefined;
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

async function signatureOf(file: string, entry: Dirent): Promise<string> {
  if (entry.isSymbolicLink()) return `link ${await readlink(file).catch(() => '')}`;
  return entry.isDirectory() ? 'folder' : 'file';
}

/** What is there now and was not, or not as it is now, as far down as both looked. */
export function appeared(before: GuardedPaths, now: GuardedPaths, roots: readonly string[]): readonly string[] {
  const depth = Math.min(before.depth, now.depth);
  const levelOf = (file: string) => Math.min(...roots.map((root) => levels(root, file)));
  return [...now.entries]
    .filter(([file, signature]) => before.entries.get(file) !== signature && levelOf(file) <= depth)
    .map(([file]) => file);
}

/** 1 for what lies right in the folder; infinite for what does not lie in it. */
function levels(folder: string, file: string): number {
  const relative = path.relative(folder, file);
  return relative.startsWith('..') ? Infinity : relative.split(path.sep).length;
}
