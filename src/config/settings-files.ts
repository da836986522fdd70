/** The files that settings may be in, and what they hold. */
import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FileScope } from './given.ts';

export interface SettingsFile {
  readonly scope: FileScope;
  /** Absolute; it need not exist. Or `--settings`, when `text` was given behind that option. */
  readonly file: string;
  readonly text?: string;
  /** All settings (the default), or `{"mcpServers": {…}}` as other programs have it too. */
  readonly holds?: 'settings' | 'mcp-servers';
}

export type SettingsText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'error'; readonly sentence: string };

const LARGEST = 1024 * 1024;

/** From the one that counts least to the one that counts most. */
export function settingsFiles(folders: {
  /** Where the user's own settings are. */
  readonly config: string;
  readonly project: string;
}): readonly SettingsFile[] {
  const inProject = (name: string) => path.join(folders.project, '.meanwhile', name);
  return [
    { scope: 'user', file: path.join(folders.config, 'settings.json') },
    { scope: 'project', file: path.join(folders.project, '.mcp.json'), holds: 'mcp-servers' },
    { scope: 'project', file: inProject('settings.json') },
    { scope: 'local', file: inProject('settings.local.json') },
  ];
}

/** The project that a settings file of it is in. */
export function projectOf(file: string): string {
  const folder = path.dirname(file);
  return path.basename(folder) === '.meanwhile' ? path.dirname(folder) : folder;
}

/** What is to be said when the folder for settings of the project can be none, with what to do. */
export function projectFolderNotice(project: string): string | undefined {
  const folder = path.join(project, '.meanwhile');
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats?.isFile() === true) {
    return `${folder} is a file, so the project has no settings. Remove or rename it; settings belong into a folder of that name.`;
  }
  const isDangling = stats?.isSymbolicLink() === true && statSync(folder, { throwIfNoEntry: false }) === undefined;
  return isDangling
    ? `${folder} is a link that leads nowhere, so the project has no settings. Remove it, or make what it leads to.`
    : undefined;
}

/** Reads only plain files of a bounded size: what a project holds may be a pipe that never ends. */
export function readSettingsText({ file, text }: SettingsFile): SettingsText {
  if (text !== undefined) return { kind: 'text', text };
  try {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return { kind: 'none' };
    if (!stat.isFile()) return unreadable(file, 'it is no plain file');
    if (stat.size > LARGEST) return unreadable(file, 'it is larger than 1 MiB');
    return { kind: 'text', text: readFileSync(file, 'utf8').replace(/^\uFEFF/, '') };
  } catch (error) {
    // What should be its folder is a file: see `projectFolderNotice`.
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return { kind: 'none' };
    return unreadable(file, error instanceof Error ? error.message : String(error));
  }
}

function unreadable(file: string, reason: string): SettingsText {
  return { kind: 'error', sentence: `The settings file ${file} cannot be read: ${reason}.` };
}
