/** The tasks of projects on the disk, through the executor and the manager that the program itself uses. */
import { commandLine } from '../background/start-command.ts';
import { otherProjects, type OtherProject } from '../app/other-projects.ts';
import { readTask, taskFolders } from '../background/local/find-tasks.ts';
import { createLocalExecutor } from '../background/local/local-executor.ts';
import type { FoundRun } from '../background/executor.ts';
import { isEnded } from '../background/task.ts';
import { createBackgroundManager } from '../background/manager.ts';
import { openPastRuns } from '../background/past-runs.ts';
import { homePath } from '../components/format.ts';
import { everyProject, foldersOf, pastRunsFile, type ProjectFolders } from '../config/folders.ts';
import { Refusal, type FoundTask, type Project } from './verb.ts';

export interface ProjectsOptions {
  readonly stateFolder: string;
  readonly cwd: string;
  readonly all: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => number;
  readonly home: string;
  /** For the log of a task that is started; without it the default of the settings. */
  readonly logBytes?: number | undefined;
}

export interface Projects {
  open(options?: { readonly enforces?: boolean }): readonly Project[];
  find(ids: readonly string[], options?: { readonly enforces?: boolean }): Promise<readonly FoundTask[]>;
  /** Stops watching; what runs goes on. */
  close(): Promise<void>;
}

export function openProjects(options: ProjectsOptions): Projects {
  const { stateFolder, cwd, all, home } = options;
  const opened: Project[] = [];

  return {
    open,
    async find(ids, options) {
      const wanted = ids.map(readName);
      const projects = [...open(options), ...(all ? [] : openAll(goneWith(wanted), options))];
      const isWanted = (task: Named) => wanted.some((name) => isMeant(task, name));
      await Promise.all(projects.map(({ tasks }) => tasks.adopt(isWanted)));
      const known = projects.flatMap(({ tasks }) => tasks.list().map((task) => ({ task, id: task.id, tasks })));
      const found = wanted.map((name) => onlyOne(name, known));
      return [...new Set(found)];
    },
    async close() {
      await Promise.all(opened.map(({ tasks }) => tasks.close()));
    },
  };

  function open({ enforces = false }: { readonly enforces?: boolean } = {}): readonly Project[] {
    return openAll(all ? everyProject(stateFolder) : [foldersOf({ stateFolder, cwd })], { enforces });
  }

  function openAll(folders: readonly ProjectFolders[], { enforces = false }: { readonly enforces?: boolean } = {}) {
    const projects = folders.map((project) => openProject(project, { ...options, enforces }));
    opened.push(...projects);
    return projects;
  }

  function onlyOne(start: string, known: readonly FoundTask[]): FoundTask {
    const meant = known.filter(({ task }) => isMeant(task, start));
    const live = meant.filter(({ task }) => !isEnded(task));
    // Of several runs of one label the one that goes on is meant.
    const isLabel = !meant.some(({ id }) => id.startsWith(start));
    const [found, ...others] = isLabel && live.length === 1 ? live : meant;
    if (found === undefined)
      throw new Refusal(`There is no task ${start} of ${homePath(cwd, home)}. ${elsewhere(start)}`);
    if (others.length === 0) return found;
    throw new Refusal(
      `More than one task ${isLabel ? 'is called' : 'id begins with'} ${start}: ${[found, ...others].map(({ id }) => id).join(', ')}.`,
    );
  }

  /** Whose folder is gone cannot be named by `--cwd`, so its tasks are found by their ids from everywhere. */
  function goneWith(wanted: readonly string[]): readonly ProjectFolders[] {
    const isWanted = (id: string) => wanted.some((start) => id.startsWith(start));
    const holding = ({ folders }: OtherProject) => taskFolders(folders.tasks).some(isWanted);
    return otherProjects({ stateFolder, cwd })
      .filter((project) => project.isGone && holding(project))
      .map(({ folders }) => folders);
  }

  function elsewhere(start: string): string {
    const there = all ? [] : everyProject(stateFolder).flatMap(({ tasks }) => foldersWith(start, tasks));
    if (there.length === 0) return `${commandLine('tasks list --all')} shows those there are.`;
    return `There is one of ${there.map((folder) => homePath(folder, home)).join(', ')}: add --all, or name the project by --cwd.`;
  }
}

function openProject(
  folders: ProjectFolders,
  { env, now, logBytes, enforces }: ProjectsOptions & { readonly enforces: boolean },
): Project {
  const bounds = logBytes === undefined ? {} : { logBytes };
  const executor = createLocalExecutor({ tasksFolder: folders.tasks, environment: env, now, ...bounds });
  const { usual } = openPastRuns(pastRunsFile(folders));
  return { folders, tasks: createBackgroundManager({ executor, now, usual, enforces }) };
}

type Named = Pick<FoundRun, 'id' | 'spec'>;

/** As in a notice, `bg:` may stand before an id. */
function readName(given: string): string {
  const name = given.trim();
  return /^(bg:)?[0-9a-f]{1,8}$/i.test(name) ? name.toLowerCase().replace(/^bg:/, '') : name;
}

/** By the beginning of its id, or by its whole label. */
function isMeant({ id, spec }: Named, name: string): boolean {
  return (name !== '' && id.startsWith(name)) || spec.label === name;
}

function foldersWith(start: string, tasksFolder: string): readonly string[] {
  const id = taskFolders(tasksFolder).find((name) => name.startsWith(start));
  const task = id === undefined ? undefined : readTask(tasksFolder, id);
  return task === undefined ? [] : [task.record.spec.cwd];
}
