import { existsSync } from 'node:fs';
import path from 'node:path';
import { readJournal } from '../agent/journal.ts';
import { replay } from '../agent/replay.ts';
import { recordFile } from '../app/session-choice.ts';
import type { TaskOnDisk } from '../background/local/find-tasks.ts';
import { sweepTasks } from '../background/local/sweep-tasks.ts';
import type { TaskId } from '../background/task.ts';
import { count } from '../components/format.ts';
import type { Project, Verb } from './verb.ts';

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
      const isTold = given.untold ? () => true : tellsOfTold(project, now());
      const mayGo = (task: TaskOnDisk) => {
        const goes = isTold(task);
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

/** Whether the session of a task has told its end, or is not there to do so. */
function tellsOfTold({ folders }: Project, now: number): (task: TaskOnDisk) => boolean {
  const told = new Map<string, ReadonlySet<TaskId> | undefined>();
  return ({ record: { id, spec } }) => {
    const { sessionId } = spec;
    if (!told.has(sessionId)) told.set(sessionId, toldIn(recordFile(folders.sessions, sessionId), now));
    return told.get(sessionId)?.has(id) ?? true;
  };
}

function toldIn(record: string, now: number): ReadonlySet<TaskId> | undefined {
  return existsSync(record) ? new Set(replay(readJournal(record), now).told) : undefined;
}
