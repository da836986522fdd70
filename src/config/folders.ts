import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config.ts';
import { makeFolder } from './make-folder.ts';
import { noteProject, readProjectRecord } from './project-record.ts';
import { resolvedPath } from './resolved-path.ts';
import { exposureOf } from './private-folder.ts';

export interface ProjectFolders {
  readonly tasks: string;
  readonly sessions: string;
}

/** Holds how long commands took. */
export function pastRunsFile({ tasks }: ProjectFolders): string {
  return path.join(path.dirname(tasks), 'past-runs.json');
}

/** Holds what was sent. */
export function inputHistoryFile({ tasks }: ProjectFolders): string {
  return path.join(path.dirname(tasks), 'input-history.jsonl');
}

/** Holds the logins at MCP servers, of all projects. */
export function mcpLoginsFile({ stateFolder }: Pick<Config, 'stateFolder'>): string {
  return path.join(stateFolder, 'mcp-logins.json');
}

export type MadeFolders =
  { readonly kind: 'ok'; readonly folders: ProjectFolders } | { readonly kind: 'error'; readonly sentence: string };

/** Where the tasks and sessions of the project are kept, for its user alone (0700); made when missing. */
export function projectFolders({ stateFolder, cwd }: Pick<Config, 'stateFolder' | 'cwd'>): MadeFolders {
  const folders = foldersOf({ stateFolder, cwd });
  try {
    Object.values(folders).forEach(makeFolder);
    const made = [stateFolder, path.join(stateFolder, 'projects'), ...Object.values(folders)];
    const [exposure] = made.flatMap((folder) => exposureOf(folder) ?? []);
    if (exposure !== undefined) return { kind: 'error', sentence: exposure };
    noteProject(path.dirname(folders.tasks), cwd);
    return { kind: 'ok', folders };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      kind: 'error',
      sentence: `Nothing can be kept in ${stateFolder}: ${reason}. MEANWHILE_HOME names another place.`,
    };
  }
}

/** The same, of which nothing need be there. */
export function foldersOf({ stateFolder, cwd }: Pick<Config, 'stateFolder' | 'cwd'>): ProjectFolders {
  return foldersIn(path.join(stateFolder, 'projects', stateNameOf(cwd)));
}

/** Those of every project of which anything was ever kept; `moved`: also of those that another folder took over. */
export function everyProject(stateFolder: string, { moved = false } = {}): readonly ProjectFolders[] {
  try {
    const projects = path.join(stateFolder, 'projects');
    return readdirSync(projects)
      .map((name) => path.join(projects, name))
      .filter((project) => moved || readProjectRecord(project)?.movedTo === undefined)
      .map(foldersIn);
  } catch {
    return [];
  }
}

/** By one path, whichever leads there: what a program starts is found again by every other. */
function foldersIn(named: string): ProjectFolders {
  const project = resolvedPath(named);
  return { tasks: path.join(project, 'tasks'), sessions: path.join(project, 'sessions') };
}

/** What a project's part of the state folder is called, readable and of its own for every folder: `shop-1f3a9c2e4b5d`. */
export function stateNameOf(cwd: string): string {
  const readable = path
    .basename(cwd)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  const hash = createHash('sha256').update(cwd).digest('hex').slice(0, 12);
  return readable === '' ? hash : `${readable}-${hash}`;
}
