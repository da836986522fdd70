import { constants } from 'node:os';
import { outcomeOf } from '../background/task-outcome.ts';
import { isEnded, type EndedTask, type TaskEnd } from '../background/task.ts';
import { count } from '../components/format.ts';
import { report, taskReport } from './report.ts';
import type { FoundTask, Verb, VerbPorts } from './verb.ts';

export const wait: Verb = {
  name: 'wait',
  usage: '[ID…]',
  words: 'until tasks have ended; without ids all that run. Exits as they did',
  options: ['json'],
  takes: 'ids or nothing',
  async run(ports) {
    const { given, print, now } = ports;
    const found = given.ids.length > 0 ? await ports.find({ enforces: true }) : await everyRunning(ports);
    if (given.ids.length === 0)
      print.note(found.length === 0 ? 'No task runs.' : `Waits for ${count(found.length, 'task')}.`);
    const ends = await Promise.all(
      found.map(async ({ id, tasks }) => {
        const ended = await tasks.waitForEnd(id);
        if (ended !== undefined && !given.json) await print.line(taskReport(ended, now()));
        return ended;
      }),
    );
    if (given.json) await report(found, ports);
    return ends.map(exitCode).find((code) => code !== 0) ?? 0;
  },
};

async function everyRunning({ open }: VerbPorts): Promise<readonly FoundTask[]> {
  const projects = open({ enforces: true });
  await Promise.all(projects.map(({ tasks }) => tasks.adopt(({ endedAt }) => endedAt === null)));
  return projects.flatMap(({ tasks }) =>
    tasks
      .list()
      .filter((task) => !isEnded(task))
      .map((task) => ({ task, id: task.id, tasks })),
  );
}

/** As timeout(1) and env(1) have it: 124 at the time limit, 125 when there is no end to be reported. */
function exitCode(task: EndedTask | undefined): number {
  if (task === undefined) return NO_END;
  const { end } = task.status;
  const own = ownCode(end);
  return own === 0 && outcomeOf(end) === 'stopped' ? STOPPED : own;
}

function ownCode(end: TaskEnd): number {
  switch (end.kind) {
    case 'exited':
      return end.code;
    case 'signalled':
      return 128 + (Object.entries(constants.signals).find(([name]) => name === end.signal)?.[1] ?? 0);
    case 'finished':
      return end.failure === undefined ? 0 : 1;
    case 'timed-out':
      return TIMED_OUT;
    case 'failed-to-start':
    case 'skipped':
    case 'lost':
      return NO_END;
    default:
      return end satisfies never;
  }
}

const TIMED_OUT = 124;
const NO_END = 125;
const STOPPED = 130;
