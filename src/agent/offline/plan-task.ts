import type { Outcome, StartedTask } from './conversation.ts';
import type { Plan, Setting, Step } from './plan.ts';
import { quoted } from './quoted.ts';
import type { Target } from './requests.ts';

export function* planStatus(target: Target, setting: Setting): Plan {
  const { phrases } = setting;
  const known = knownTask(target, setting);
  const input = known === undefined ? {} : { task_id: known };
  const [outcome] = yield { say: phrases.checking, calls: [{ name: 'check_background', input }] };
  if (!outcome || outcome.isError) return quoted(phrases.notChecked, { outcome, phrases });
  if (known !== undefined) return quoted(phrases.status, { outcome, phrases });
  const lines = linesAbout(target, { outcome, started: setting.started });
  for (const line of lines) if (!NOT_ENDED.test(line)) setting.told.add(idIn(line));
  if (lines.length === 0 && target.by === 'command') return phrases.noSuchTask(target.text);
  return quoted(phrases.status, { outcome: { ...outcome, text: lines.join('\n') }, phrases });
}

/** Stops what is known by its id; else what a list of the tasks shows as not ended. */
export function* planStop(target: Target, setting: Setting): Plan {
  const { phrases } = setting;
  const known = knownTask(target, setting);
  const ids = known === undefined ? yield* idsInList(target, setting) : [known];
  if (typeof ids === 'string') return ids;
  const calls = ids.map((task_id) => ({ name: 'stop_background', input: { task_id } }));
  const outcomes = yield { say: phrases.stopping, calls };
  const said = ids.map((id, index) => {
    const outcome = outcomes[index];
    return quoted(!outcome || outcome.isError ? phrases.notStopped(id) : phrases.stopped(id), { outcome, phrases });
  });
  return said.join('\n\n');
}

/**
 * A task that the conversation itself names: by its id, as the newest, or by its command, the newest first. What ends
 * while the plan goes on must not change it, or its calls would differ when it is run again.
 */
function knownTask(target: Target, { talk, started }: Setting): string | undefined {
  const tasks = [...talk.started, ...started];
  switch (target.by) {
    case 'id':
      return target.id;
    case 'last':
      return tasks.at(-1)?.id;
    case 'command':
      return tasks.findLast((task) => task.command.includes(target.text))?.id;
    case 'all':
      return undefined;
    default:
      return target satisfies never;
  }
}

function* idsInList(
  target: Target,
  { phrases }: Setting,
): Generator<Step, string | readonly string[], readonly Outcome[]> {
  const [outcome] = yield { say: phrases.checking, calls: [{ name: 'check_background', input: {} }] };
  if (!outcome || outcome.isError) return quoted(phrases.notChecked, { outcome, phrases });
  const ids = linesAbout(target, { outcome, started: [] }).flatMap((line) => NOT_ENDED.exec(line)?.[1] ?? []);
  if (ids.length > 0) return target.by === 'last' ? ids.slice(-1) : ids;
  return target.by === 'command' ? phrases.noSuchTask(target.text) : phrases.nothingRuns;
}

function idIn(line: string): string {
  return /^\[bg:([0-9a-f]{8})\]/.exec(line)?.[1] ?? '';
}

const NOT_ENDED = /^\[bg:([0-9a-f]{8})\] (?:queued|starting|running|paused|stopping)\b/;

/** The lines of a list that are meant; after tasks were started in the same prompt, "all" means those. */
function linesAbout(target: Target, { outcome, started }: { outcome: Outcome; started: readonly StartedTask[] }) {
  const lines = outcome.text.split('\n');
  if (target.by === 'command') return lines.filter((line) => line.includes(target.text));
  const own = lines.filter((line) => started.some((task) => line.includes(task.id)));
  return own.length > 0 ? own : lines;
}
