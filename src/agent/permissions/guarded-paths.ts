/** What a sandbox has to keep as it is, because something outside of it runs it: the same files that `edits` asks for. */
import { readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { layoutGuard } from './guarded-layouts.ts';
import { GUARDED } from './guarded-table.ts';
import { hooksFolders } from './hooks-folder.ts';
import { isWithin } from './paths.ts';
import { compileTable } from './pattern-table.ts';

/** Of a very large project, what is nearest to its top. */
const MOST_ENTRIES = 20_000;
const KEPT = GUARDED.filter(({ isInstalled }) => isInstalled !== true);

/**
 * The guarded files and folders of the project that exist, absolute, each only as its topmost folder. Left out: `.git`
 * of the project, which commands of git have to write, and installed packages. `root` has its links resolved.
 */
export function guardedPathsIn(root: string): readonly string[] {
  const table = compileTable(KEPT);
  const found: string[] = hooksFolders(root).filter((folder) => isWithin(root, folder) && folder !== root);
  let folders: readonly string[] = [root];
  let seen = 0;
  while (folders.length > 0 && seen < MOST_ENTRIES) {
    const below: string[] = [];
    for (const folder of folders) {
      for (const entry of entriesOf(folder)) {
        if (++seen > MOST_ENTRIES) break;
        const file = path.join(folder, entry.name);
        const relative = path.relative(root, file);
        if (relative === '.git') continue;
        if (table.rowOf(relative) !== undefined || isHookOrConfig(file, root)) found.push(file);
        else if (entry.isDirectory() && !PACKAGES.has(entry.name)) below.push(file);
      }
    }
    folders = below;
  }
  return [...new Set(found)];
}

/** Names that are guarded wherever they stand, also where they do not exist yet: `.vscode`, `.github/workflows`. */
export function guardedNames(): readonly string[] {
  return KEPT.flatMap(({ patterns }) => patterns.split(' '))
    .map((pattern) => pattern.replace(/\/\*\*$/, ''))
    .filter((name) => !name.includes('*') && name !== '.git');
}

const PACKAGES: ReadonlySet<string> = new Set(['node_modules', '.venv', 'site-packages']);

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Of a bare repository git obeys these two; all else in it may be written. */
function isHookOrConfig(file: string, root: string): boolean {
  return /^(?:hooks|config)$/.test(path.basename(file)) && layoutGuard(file, root) !== undefined;
}
