/**
 * Which folder a project's part of the state folder belongs to, and by what that folder is known again when it has got
 * another name. Kept as `project.json` beside the sessions and the tasks.
 */
import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { findRepository } from '../agent/permissions/git-repository.ts';
import { readRegularText } from '../background/regular-file.ts';
import { writeWhole } from '../background/write-whole.ts';

export interface ProjectRecord {
  /** An absolute path with links resolved. */
  readonly cwd: string;
  readonly folder: FolderIdentity;
  /** What all worktrees of its git repository share; nothing outside of one. */
  readonly repository?: string;
  /** The folder that took over what was recorded here. */
  readonly movedTo?: string;
}

/** Of stat(2), as decimal numbers. `born` is 0 where the file system does not tell; inodes are used again. */
export interface FolderIdentity {
  readonly device: string;
  readonly inode: string;
  readonly born: string;
}

/** Why two folders seem to be the same one. Only `identity` is certain. */
export type Likeness = 'identity' | 'inode' | 'repository' | 'name';

const NAME = 'project.json';

/** Notes in `projectState` that it belongs to `cwd`. What cannot be written is tried again by the next program. */
export function noteProject(projectState: string, cwd: string): void {
  const record = recordOf(cwd);
  if (record === undefined || JSON.stringify(readProjectRecord(projectState)) === JSON.stringify(record)) return;
  writeProjectRecord(projectState, record);
}

/** Nothing when there is none, or none that can be read. */
export function readProjectRecord(projectState: string): ProjectRecord | undefined {
  try {
    const record = JSON.parse(readRegularText(path.join(projectState, NAME))) as Partial<ProjectRecord> | null;
    return typeof record?.cwd === 'string' && typeof record.folder?.inode === 'string'
      ? (record as ProjectRecord)
      : undefined;
  } catch {
    return undefined;
  }
}

export function writeProjectRecord(projectState: string, record: ProjectRecord): void {
  try {
    writeWhole(path.join(projectState, NAME), `${JSON.stringify(record)}\n`);
  } catch {
    // Without it the folder is known by its path alone.
  }
}

/** What would be noted of the folder now; nothing when it is not there. */
export function recordOf(cwd: string): ProjectRecord | undefined {
  try {
    const { dev, ino, birthtimeNs } = statSync(cwd, { bigint: true });
    const found = findRepository(cwd);
    const repository = found.kind === 'found' ? { repository: found.repository.commonFolder } : {};
    return { cwd, folder: { device: `${dev}`, inode: `${ino}`, born: `${birthtimeNs}` }, ...repository };
  } catch {
    return undefined;
  }
}

/** Whether the folder is no longer at that path: removed, renamed, or the path now leads elsewhere. */
export function isGone(cwd: string): boolean {
  try {
    return realpathSync(cwd) !== cwd;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR';
  }
}

/** Nothing when nothing speaks for it. `gone` may be from before anything but the path was noted. */
export function likeness(
  gone: Pick<ProjectRecord, 'cwd'> & Partial<ProjectRecord>,
  here: ProjectRecord,
): Likeness | undefined {
  if (gone.folder !== undefined && gone.folder.inode === here.folder.inode) {
    const isDated = gone.folder.born !== '0' && here.folder.born !== '0';
    if (isDated && gone.folder.born === here.folder.born) return 'identity';
    if (!isDated && gone.folder.device === here.folder.device) return 'inode';
  }
  if (gone.repository !== undefined && gone.repository === here.repository) return 'repository';
  return path.basename(gone.cwd) === path.basename(here.cwd) ? 'name' : undefined;
}
