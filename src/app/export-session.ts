/** `/export`: the session that is open, as it is recorded up to now. What it takes is loaded when it is asked for. */
import { homedir } from 'node:os';
import path from 'node:path';
import { homePath } from '../components/format.ts';
import type { Config } from '../config.ts';
import { foldersOf } from '../config/folders.ts';

/** Answers what came of it, in a sentence. `file` may be empty, relative to the project, or begin with `~/`. */
export async function exportFromProgram(
  config: Pick<Config, 'stateFolder' | 'cwd'>,
  { id, file }: { readonly id: string; readonly file: string },
): Promise<string> {
  try {
    const { exportName, formatOf, writeExport } = await import('../export/write-export.ts');
    const home = homedir();
    const named = file === '' ? exportName(id, 'html') : file.replace(/^~(?=\/)/, home);
    const target = path.resolve(config.cwd, named);
    const format = formatOf(target) ?? 'html';
    const written = await writeExport({ folders: foldersOf(config), id, format, now: Date.now(), home, file: target });
    return written.kind === 'written' ? `Exported to ${homePath(written.file, home)}.` : written.sentence;
  } catch (error) {
    return `The session could not be exported: ${error instanceof Error ? error.message : String(error)}.`;
  }
}
