/**
 * Takes over what is recorded of a folder that is gone: its sessions and tasks become those of another one, by
 * renaming. What runs stays where its supervisor knows it, and is reached by a link. Kept rules, durations and what was
 * typed come along only where it is certain that the folder is the same: what was allowed in one folder is not allowed
 * in another.
 *
 * Broken off in the middle it can be done again: what was moved is here, the rest is still offered.
 */
import { existsSync, renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { readTask, taskFolders } from '../background/local/find-tasks.ts';
import { count, homePath } from '../components/format.ts';
import type { ProjectFolders } from '../config/folders.ts';
import { readProjectRecord, recordOf, writeProjectRecord } from '../config/project-record.ts';
import type { OtherProject } from './other-projects.ts';
import { imagesFolder, recordedSessions, recordFile } from '../config/recorded-sessions.ts';
import { isSessionLocked } from './session-lock.ts';

export type TakeOver =
  /** In a sentence: what was taken over, for the user and the model. */
  { readonly kind: 'taken'; readonly sentence: string } | { readonly kind: 'refused'; readonly sentence: string };

export async function takeOver(
  from: OtherProject,
  to: { readonly folders: ProjectFolders; readonly cwd: string; readonly home: string },
): Promise<TakeOver> {
  const sessions = recordedSessions(from.folders.sessions);
  const was = homePath(from.cwd, to.home);
  const locked = await Promise.all(sessions.map(({ file }) => isSessionLocked(file)));
  const open = sessions.find((_, index) => locked[index] === true);
  if (open !== undefined) {
    const sentence = `Session ${open.id} of ${was}, which is gone, is still open in another program. End that program, then take over its sessions.`;
    return { kind: 'refused', sentence };
  }
  const tasks = taskFolders(from.folders.tasks);
  try {
    for (const { id } of sessions) {
      move(imagesFolder(from.folders.sessions, id), imagesFolder(to.folders.sessions, id));
      move(recordFile(from.folders.sessions, id), recordFile(to.folders.sessions, id));
    }
    for (const id of tasks) takeTask(id, { from: from.folders.tasks, to: to.folders.tasks });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', sentence: `The sessions of ${was} could not all be taken over: ${reason}.` };
  }
  const [fromState, toState] = [path.dirname(from.folders.sessions), path.dirname(to.folders.sessions)];
  if (from.likeness === 'identity') KEPT.forEach((name) => move(path.join(fromState, name), path.join(toState, name)));
  const record = readProjectRecord(fromState) ?? recordOf(to.cwd);
  if (record !== undefined) writeProjectRecord(fromState, { ...record, cwd: from.cwd, movedTo: to.cwd });
  return { kind: 'taken', sentence: takenWords({ was, sessions: sessions.length, tasks: tasks.length }, to) };
}

/** Of the project's part of the state folder, what is neither a session's nor a task's. */
const KEPT = ['rules.json', 'past-runs.json', 'input-history.jsonl'];

/** What is there already stays. */
function move(from: string, to: string): void {
  if (existsSync(from) && !existsSync(to)) renameSync(from, to);
}

function takeTask(id: string, { from, to }: { readonly from: string; readonly to: string }): void {
  const [there, here] = [path.join(from, id), path.join(to, id)];
  const task = readTask(from, id);
  if (task === undefined || existsSync(here)) return;
  if (task.endedAt === null || task.state.kind === 'exit') symlinkSync(there, here);
  else renameSync(there, here);
}

function takenWords(
  taken: { readonly was: string; readonly sessions: number; readonly tasks: number },
  { cwd, home }: { readonly cwd: string; readonly home: string },
): string {
  const what = [count(taken.sessions, 'session'), ...(taken.tasks === 0 ? [] : [count(taken.tasks, 'task')])];
  return `Took over ${what.join(' and ')} of ${taken.was}, which is gone. The project folder is ${homePath(cwd, home)} now; paths into the former one lead nowhere.`;
}
