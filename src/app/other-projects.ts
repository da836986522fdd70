/** What is recorded of other folders: found by id wherever it is, and offered where it seems to belong. */
import path from 'node:path';
import { readTask, taskFolders } from '../background/local/find-tasks.ts';
import { everyProject, stateNameOf, type ProjectFolders } from '../config/folders.ts';
import {
  isGone,
  likeness,
  readProjectRecord,
  recordOf,
  type Likeness,
  type ProjectRecord,
} from '../config/project-record.ts';
import { readRecord } from '../agent/record-line.ts';
import { readHead } from './read-ends.ts';
import { recordedSessions, type RecordedSession } from '../config/recorded-sessions.ts';

export interface OtherProject {
  readonly folders: ProjectFolders;
  /** Where it is, or was. */
  readonly cwd: string;
  readonly isGone: boolean;
  /** Why it seems to be the folder that is asked about. */
  readonly likeness: Likeness | undefined;
}

export interface FoundElsewhere {
  readonly project: OtherProject;
  readonly session: RecordedSession;
}

type Here = { readonly stateFolder: string; readonly cwd: string };

/** Sessions of other folders whose ids begin with `start`. */
export function sessionsElsewhere({ stateFolder, cwd }: Here, start: string): readonly FoundElsewhere[] {
  return otherProjects({ stateFolder, cwd }).flatMap((project) =>
    recordedSessions(project.folders.sessions)
      .filter(({ id }) => id.startsWith(start))
      .map((session) => ({ project, session })),
  );
}

/** Those that are gone, have sessions and seem to be this folder under an earlier name; the likeliest first. */
export function formerProjects(here: Here): readonly OtherProject[] {
  return otherProjects(here)
    .filter((project) => project.isGone && project.likeness !== undefined)
    .filter(({ folders }) => recordedSessions(folders.sessions).length > 0)
    .sort((one, other) => rank(one) - rank(other));
}

/** All but the one at `cwd` itself, as far as it is known which folders they are of. */
export function otherProjects({ stateFolder, cwd }: Here): readonly OtherProject[] {
  const here = recordOf(cwd);
  return everyProject(stateFolder).flatMap((folders) => {
    const record = projectOf(folders);
    if (record === undefined || record.cwd === cwd) return [];
    const alike = here === undefined ? undefined : likeness(record, here);
    return [{ folders, cwd: record.cwd, isGone: isGone(record.cwd), likeness: alike }];
  });
}

/** What was noted of the project; of one from before that was done, the folder that its sessions or tasks name. */
export function projectOf({ sessions, tasks }: ProjectFolders): Pick<ProjectRecord, 'cwd' | 'movedTo'> | undefined {
  const state = path.dirname(sessions);
  const noted = readProjectRecord(state);
  if (noted !== undefined) return noted;
  const isOf = (cwd: string) => stateNameOf(cwd) === path.basename(state);
  for (const { file } of recordedSessions(sessions)) {
    const cwd = startedIn(file);
    if (cwd !== undefined && isOf(cwd)) return { cwd };
  }
  const cwds = taskFolders(tasks).flatMap((id) => readTask(tasks, id)?.record.spec.cwd ?? []);
  const cwd = cwds.find(isOf);
  return cwd === undefined ? undefined : { cwd };
}

function rank({ likeness: alike }: OtherProject): number {
  return alike === undefined ? LIKELIEST.length : LIKELIEST.indexOf(alike);
}

const LIKELIEST: readonly Likeness[] = ['identity', 'inode', 'repository', 'name'];

/** Its first record says so. */
function startedIn(file: string): string | undefined {
  const [event] = readHead(file).split('\n', 1).flatMap(readRecord);
  return event?.type === 'session_started' && typeof event.info?.cwd === 'string' ? event.info.cwd : undefined;
}
