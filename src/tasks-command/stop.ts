import { describeLeft, type StopOutcome } from '../background/stopping.ts';
import { report } from './report.ts';
import type { FoundTask, Verb, VerbPorts } from './verb.ts';

export const stop: Verb = {
  name: 'stop',
  usage: 'ID…',
  words: 'end tasks and everything that belongs to them',
  options: ['json'],
  takes: 'ids',
  async run(ports) {
    const found = await ports.find();
    const outcomes = await Promise.all(found.map(({ id, tasks }) => tasks.stop(id, 'user')));
    await report(found, ports);
    const done = outcomes.map((outcome, index) => explain(outcome, found[index], ports));
    return done.every(Boolean) ? 0 : 1;
  },
};

function leftBefore({ task: { status } }: FoundTask): string {
  return status.phase === 'done' && status.end.leftRunning > 0 ? '; what it had left running is ended now' : '';
}

/** Says what is not as was wanted; true when the task has ended. */
function explain(outcome: StopOutcome, found: FoundTask | undefined, { print }: VerbPorts): boolean {
  if (found === undefined) return true;
  if (outcome.kind === 'ended') print.note(`${found.id} had ended before${leftBefore(found)}.`);
  if (outcome.kind !== 'left') return outcome.kind !== 'unknown';
  print.note(`${found.id}: ${describeLeft(outcome.report)}.`);
  return false;
}
