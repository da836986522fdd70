/** Letting tasks stand still and go on, in words for the terminal. */
import { nameWords, stateWords } from '../agent/tools/task-words.ts';
import type { PauseOutcome } from '../background/pausing.ts';
import { current, processNames, report } from './report.ts';
import type { FoundTask, VerbPorts } from './verb.ts';

/** Answers the exit code. */
export async function setPause(wanted: 'paused' | 'running', ports: VerbPorts): Promise<number> {
  const found = await ports.find();
  const outcomes = await Promise.all(
    found.map(({ id, tasks }) => (wanted === 'paused' ? tasks.pause(id) : tasks.resume(id))),
  );
  const refusals = outcomes.flatMap((outcome, index) => refusal(outcome, { found: found[index], wanted, ports }));
  await report(found, ports);
  refusals.forEach(ports.print.note);
  return refusals.length === 0 ? 0 : 1;
}

function refusal(
  outcome: PauseOutcome,
  {
    found,
    wanted,
    ports,
  }: { readonly found: FoundTask | undefined; readonly wanted: 'paused' | 'running'; readonly ports: VerbPorts },
): readonly string[] {
  if (found === undefined || outcome.kind === wanted) return [];
  const task = current(found);
  const verb = wanted === 'paused' ? 'paused' : 'resumed';
  if (outcome.kind !== 'left') {
    return [`${task.id} cannot be ${verb}: ${nameWords(task)} is ${stateWords(task, ports.now())}.`];
  }
  return [`${task.id} was not ${verb}; these processes did not follow: ${processNames(outcome.report)}.`];
}
