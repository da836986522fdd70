import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The `rg` on the PATH, else the one that npm has installed beside this program; `undefined` when there is neither. */
export async function findRipgrep(searched = process.env['PATH'] ?? ''): Promise<string | undefined> {
  // A relative entry would run what lies in the project.
  const folders = searched.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  for (const folder of folders) {
    const file = path.join(folder, 'rg');
    if (await isExecutable(file)) return file;
  }
  const ours = installedBeside();
  return ours !== undefined && (await isExecutable(ours)) ? ours : undefined;
}

/** Each platform has its package, which is a dependency of `@vscode/ripgrep` and need not be seen from here. */
function installedBeside(): string | undefined {
  try {
    const resolved = createRequire(import.meta.url).resolve('@vscode/ripgrep');
    return createRequire(resolved).resolve(`@vscode/ripgrep-${process.platform}-${process.arch}/bin/rg`);
  } catch {
    return undefined;
  }
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
