import { taskFolders } from '../background/local/find-tasks.ts';
import { sweepTasks } from '../background/local/sweep-tasks.ts';
import { everyProject, foldersOf } from '../config/folders.ts';
import { isGone } from '../config/project-record.ts';
import { projectOf } from './other-projects.ts';
import { createToldEnds } from './told-ends.ts';

/**
 * Removes old tasks of folders that are gone, in which no program will look after them. Only what is older than `age`
 * and was told, of a few folders at a time, other ones at another time. Answers how many were removed.
 */
export async function sweepGone(options: {
  readonly stateFolder: string;
  /** Milliseconds. */
  readonly age: number;
  readonly now: number;
  /** How many folders. */
  readonly most?: number;
}): Promise<number> {
  const { stateFolder, age, now, most = 5 } = options;
  const gone = everyProject(stateFolder, { moved: true }).flatMap((folders) => {
    const project = taskFolders(folders.tasks).length === 0 ? undefined : projectOf(folders);
    return project !== undefined && isGone(project.cwd) ? [{ folders, project }] : [];
  });
  const first = gone.length === 0 ? 0 : Math.floor(now / TURN) % gone.length;
  let removed = 0;
  for (const { folders, project } of [...gone.slice(first), ...gone.slice(0, first)].slice(0, most)) {
    // What ran when it was taken over is told by a session there.
    const { sessions } = project.movedTo === undefined ? folders : foldersOf({ stateFolder, cwd: project.movedTo });
    const mayGo = createToldEnds(sessions);
    removed += await sweepTasks({ tasksFolder: folders.tasks, now, age, bytes: Infinity, mayGo });
  }
  return removed;
}

/** Milliseconds after which it begins with another folder. */
const TURN = 60_000;
