import { isEnded } from '../background/task.ts';
import { current, report } from './report.ts';
import type { FoundTask, Verb } from './verb.ts';

export const rerun: Verb = {
  name: 'rerun',
  usage: 'ID…',
  words: 'start the commands again, as new tasks of the same session, at once',
  options: ['json'],
  takes: 'ids',
  starts: true,
  async run(ports) {
    const found = await ports.find();
    const started = found.map(startAgain);
    await Promise.all(started.map(begun));
    await report(started, ports);
    return started.map(current).every((task) => !isEnded(task) || task.status.end.kind !== 'failed-to-start') ? 0 : 1;
  },
};

/** Whoever has its session open takes it up as its own. */
function startAgain({ task, tasks }: FoundTask): FoundTask {
  const { after, afterAnyEnd, ...spec } = task.spec;
  const again = tasks.run({ ...spec, startedBy: 'user' });
  return { task: again, id: again.id, tasks };
}

/** Settles when it has left `starting`, at the latest when its supervisor must have begun. */
function begun(found: FoundTask): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const look = () => {
      if (current(found).status.phase !== 'starting') settle();
    };
    const timer = setTimeout(settle, BEGIN_WITHIN);
    const unsubscribe = found.tasks.subscribe(look);
    look();
  });
}

const BEGIN_WITHIN = 2_000;
