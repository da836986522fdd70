import path from 'node:path';
import { createToldEnds } from '../app/told-ends.ts';
import type { TaskOnDisk } from '../background/local/find-tasks.ts';
import { sweepTasks } from '../background/local/sweep-tasks.ts';
import { count } from '../components/format.ts';
import type { Verb } from './verb.ts';

const DAY = 86_400_000;

export const prune: Verb = {
  name: 'prune',
  usage: '',
  words: 'remove the logs of tasks that ended, a minute ago or longer, and were told',
  options: ['older', 'untold'],
  takes: 'nothing',
  async run({ given, print, now, open }) {
    let removed = 0;
    let kept = 0;
    for (const project of open()) {
      const isTold = given.untold ? () => true : createToldEnds(project.folders.sessions);
      const mayGo = async (task: TaskOnDisk) => {
        const goes = await isTold(task);
        if (!goes) kept += 1;
        return goes;
      };
      const tasksFolder = path.resolve(project.folders.tasks);
      removed += await sweepTasks({ tasksFolder, now: now(), bytes: Infinity, age: (given.older ?? 0) * DAY, mayGo });
    }
    await print.line(`Removed ${count(removed, 'task')}.`);
    if (kept > 0) print.note(`Kept ${count(kept, 'task')}: ${UNTOLD}`);
    return 0;
  },
};

const UNTOLD = 'their sessions have not told the model of their ends yet. --untold removes these too.';
