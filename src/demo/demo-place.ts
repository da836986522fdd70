/** Where a demo runs: a project and state of its own, in the temporary folder. */
import { lstatSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isSessionLocked } from '../app/session-lock.ts';
import { readTask, taskFolders } from '../background/local/find-tasks.ts';
import { everyProject } from '../config/folders.ts';
import { makeFolder } from '../config/make-folder.ts';
import { recordedSessions } from '../config/recorded-sessions.ts';
import { files } from './shop.ts';

export interface DemoPlace {
  readonly project: string;
  readonly state: string;
  /** Tasks of an earlier demo still run in it. */
  readonly isReturn: boolean;
}

/**
 * That of a demo whose tasks still run and which no program has open; else a new one. What other demos left is removed.
 * Throws what the file system says.
 */
export async function openDemoPlace(): Promise<DemoPlace> {
  const above = realpathSync(tmpdir());
  let found: string | undefined;
  for (const folder of demosIn(above)) {
    if (await isOpen(folder)) continue;
    if (!hasRunning(folder)) removeDemo(folder);
    else found ??= folder;
  }
  if (found !== undefined) return { ...placeIn(found), isReturn: true };
  const place = placeIn(mkdtempSync(path.join(above, PREFIX)));
  makeFolder(place.project);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(place.project, name), text);
  return { ...place, isReturn: false };
}

/** Takes it away, unless tasks still run in it. */
export function closeDemoPlace({ project }: DemoPlace): void {
  const folder = path.dirname(project);
  if (!hasRunning(folder)) removeDemo(folder);
}

const PREFIX = 'meanwhile-demo-';

/** Those of this user: everybody can write into the temporary folder. */
function demosIn(above: string): readonly string[] {
  const names = readdirSync(above).filter((name) => name.startsWith(PREFIX));
  return names
    .map((name) => path.join(above, name))
    .filter((folder) => {
      const stats = lstatSync(folder, { throwIfNoEntry: false });
      return stats?.isDirectory() === true && stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0;
    });
}

function removeDemo(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function placeIn(folder: string): Omit<DemoPlace, 'isReturn'> {
  return { project: path.join(folder, 'shop'), state: path.join(folder, 'state') };
}

async function isOpen(folder: string): Promise<boolean> {
  const records = everyProject(placeIn(folder).state).flatMap(({ sessions }) => recordedSessions(sessions));
  const locked = await Promise.all(records.map(({ file }) => isSessionLocked(file)));
  return locked.includes(true);
}

function hasRunning(folder: string): boolean {
  return everyProject(placeIn(folder).state).some(({ tasks }) =>
    taskFolders(tasks).some((id) => readTask(tasks, id)?.state.kind === 'run'),
  );
}
