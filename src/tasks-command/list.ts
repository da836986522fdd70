import { sortTasks } from '../components/listed-tasks.ts';
import { listeningPorts } from './listening-ports.ts';
import { taskJson } from './task-json.ts';
import { taskTable } from './task-table.ts';
import type { Verb } from './verb.ts';

/** How long an end is worth being shown, as in the program. */
const RECENT_MS = 24 * 60 * 60_000;

export const list: Verb = {
  name: 'list',
  usage: '',
  words: 'what runs, and what ended within a day',
  options: ['json'],
  takes: 'nothing',
  async run({ given, print, now, home, open }) {
    const { all, json } = given;
    const projects = open();
    const wants = ({ endedAt }: { readonly endedAt: number | null }) =>
      all || endedAt === null || endedAt > now() - RECENT_MS;
    await Promise.all(projects.map(({ tasks }) => tasks.adopt(wants)));
    const tasks = sortTasks(projects.flatMap((project) => project.tasks.list()));
    if (json) {
      const ports = await listeningPorts(tasks);
      await print.json(tasks.map((task) => taskJson({ ...task, ports: ports.get(task.id) ?? [] }, now())));
      return 0;
    }
    if (tasks.length === 0) print.note(all ? 'There are no tasks.' : NONE);
    else {
      const { columns } = print;
      for (const line of taskTable(tasks, { columns, now: now(), home, folders: all })) await print.line(line);
    }
    return 0;
  },
};

const NONE = 'No task of this folder runs or ended within a day. --all shows older ones and those of other folders.';
