/** The project folder that is asked for, which may be there no more. */
import { commandLine } from '../background/start-command.ts';
import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { foldersOf } from './folders.ts';
import { recordedSessions } from './recorded-sessions.ts';
import { resolvedPath } from './resolved-path.ts';

export type WantedFolder =
  { readonly kind: 'folder'; readonly folder: string } | { readonly kind: 'error'; readonly sentence: string };

/** The folder itself, links resolved. */
export function projectFolder(wanted: string): WantedFolder {
  try {
    const folder = realpathSync(wanted);
    if (statSync(folder).isDirectory()) return { kind: 'folder', folder };
    return { kind: 'error', sentence: `${wanted} is not a folder. Give the project folder with --cwd.` };
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = isGone ? 'does not exist' : 'cannot be opened';
    return { kind: 'error', sentence: `The folder ${wanted} ${reason}. Give the project folder with --cwd.` };
  }
}

/** The same; for what reads records only, a folder that is gone will do, as long as something of it is recorded. */
export function recordedFolder(wanted: string, stateFolder: string): WantedFolder {
  const project = projectFolder(wanted);
  const cwd = resolvedPath(wanted);
  const isRecorded = !existsSync(cwd) && existsSync(path.dirname(foldersOf({ stateFolder, cwd }).tasks));
  return project.kind === 'error' && isRecorded ? { kind: 'folder', folder: cwd } : project;
}

/** What to do about a folder that is gone and of which sessions are recorded; nothing of any other. */
export function goneWords(wanted: string, stateFolder: string): string | undefined {
  const cwd = resolvedPath(wanted);
  if (existsSync(cwd)) return undefined;
  const [last] = recordedSessions(foldersOf({ stateFolder, cwd }).sessions);
  if (last === undefined) return undefined;
  return (
    `The folder ${wanted} is gone: it was removed or renamed. Its sessions and tasks are still recorded. ` +
    `Start in the folder that is to have them: ${commandLine(`--cwd FOLDER --resume ${last.id}`)}`
  );
}
