import { commandLine } from '../background/start-command.ts';
import { isEnded, type TaskId, type TaskSpec } from '../background/task.ts';
import { current, report } from './report.ts';
import type { FoundTask, Verb, VerbPorts } from './verb.ts';

export const rerun: Verb = {
  name: 'rerun',
  usage: 'ID…',
  words: 'start commands again as new tasks of the same session; those that needed others of them wait for these',
  options: ['json'],
  takes: 'ids',
  starts: true,
  async run(ports) {
    const found = await ports.find();
    const started = startAgain(found);
    if (started.some((one) => current(one).status.phase === 'queued')) ports.print.note(WAITING);
    await Promise.all(started.map(begun));
    await report(started, ports);
    await noteSkipped(found, ports);
    return started.map(current).every((task) => !isEnded(task) || task.status.end.kind !== 'failed-to-start') ? 0 : 1;
  },
};

const WAITING = 'Some wait for others of them, as before. They start while this command runs; ctrl+c drops what waits.';

/**
 * Whoever has their session open takes them up as its own. One that ran after others of them runs after these again;
 * what it waited for besides is over.
 */
function startAgain(found: readonly FoundTask[]): readonly FoundTask[] {
  const again = new Map<TaskId, TaskId>();
  return inOrder(found).map(({ task, tasks }) => {
    const { after, afterAnyEnd, ...spec } = task.spec;
    const among = (ids: readonly TaskId[] = []) => ids.flatMap((id) => again.get(id) ?? []);
    const waits = { after: among(after), afterAnyEnd: among(afterAnyEnd) };
    const run = tasks.run({ ...spec, startedBy: 'user', ...waits });
    again.set(task.id, run.id);
    return { task: run, id: run.id, tasks };
  });
}

/** Each behind those that it ran after. */
function inOrder(found: readonly FoundTask[]): readonly FoundTask[] {
  const ordered: FoundTask[] = [];
  const place = (one: FoundTask) => {
    if (ordered.includes(one)) return;
    found.filter(({ id }) => ranAfter(one.task.spec, id)).forEach(place);
    ordered.push(one);
  };
  found.forEach(place);
  return ordered;
}

/** Those that were never started because one of these failed can go now, and only the user knows whether they should. */
async function noteSkipped(found: readonly FoundTask[], { print, open }: VerbPorts): Promise<void> {
  const isBehind = (spec: TaskSpec) => found.some(({ id }) => ranAfter(spec, id));
  // A manager does not look again at what it did not want before.
  const projects = open();
  await Promise.all(projects.map(({ tasks }) => tasks.adopt(({ spec }) => isBehind(spec))));
  const skipped = projects
    .flatMap(({ tasks }) => tasks.list())
    .filter(({ id, spec, status }) => {
      const isSkipped = status.phase === 'done' && status.end.kind === 'skipped';
      return isSkipped && isBehind(spec) && !found.some((one) => one.id === id);
    });
  if (skipped.length === 0) return;
  const ids = skipped.map(({ id }) => id).join(' ');
  print.note(`Skipped before, because these had failed: ${ids}. To run them: ${commandLine(`tasks rerun ${ids}`)}`);
}

function ranAfter({ after = [], afterAnyEnd = [] }: TaskSpec, id: TaskId): boolean {
  return after.includes(id) || afterAnyEnd.includes(id);
}

/** Settles when it runs, at the latest when its supervisor must have begun; while others run that it waits for, later. */
function begun(found: FoundTask): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const look = () => {
      const { phase } = current(found).status;
      if (phase === 'queued') return;
      timer ??= setTimeout(settle, BEGIN_WITHIN);
      if (phase !== 'starting') settle();
    };
    let timer: NodeJS.Timeout | undefined;
    const unsubscribe = found.tasks.subscribe(look);
    look();
  });
}

const BEGIN_WITHIN = 2_000;
