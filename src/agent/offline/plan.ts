/**
 * Requests → messages. The plan of a prompt is a generator: it yields a message with tool calls, gets what came of
 * them, and returns its last word. The offline model keeps nothing, so it runs the plan from the start for each
 * request and feeds it what the conversation holds; the same input gives the same calls.
 */
import type { Conversation, Outcome } from './conversation.ts';
import { startedTask, type StartedTask } from './conversation.ts';
import type { Phrases } from './phrases.ts';
import { findProjectCommand } from './plan-project.ts';
import { planCreate, planEdit, planRead } from './plan-file.ts';
import { planStatus, planStop } from './plan-task.ts';
import { quoted } from './quoted.ts';
import type { Request } from './requests.ts';

export interface Call {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A message with calls. */
export interface Step {
  readonly say: string;
  readonly calls: readonly Call[];
}

/** Yields steps, is given one outcome a call, returns what there is to say of it. */
export type Plan = Generator<Step, string, readonly Outcome[]>;

/** What the requests of a prompt know of each other. */
export interface Setting {
  readonly phrases: Phrases;
  readonly talk: Conversation;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Tasks that this prompt has started. */
  readonly started: StartedTask[];
  /** Tasks whose end a tool's result has told. */
  readonly told: Set<string>;
  /** The file spoken of last, for "read it". */
  lastPath: string | undefined;
}

type Run = Extract<Request, { kind: 'run' }>;

export function* planRequests(requests: readonly Request[], setting: Setting): Plan {
  const { phrases, started, told, talk } = setting;
  const said: string[] = [];
  for (const batch of batchesOf(requests)) {
    said.push('runs' in batch ? yield* planBackgroundRuns(batch.runs, setting) : yield* planRequest(batch, setting));
  }
  const open = started.filter((task) => !talk.ended.has(task.id) && !told.has(task.id));
  if (open.length > 0) said.push(phrases.promise(open.length));
  if (requests.some((request) => request.kind === 'unknown')) {
    said.push(...(talk.hasListed ? [phrases.listedBefore] : [phrases.abilities, phrases.self]));
  }
  return said.filter(Boolean).join('\n\n');
}

/** Background runs that stand side by side start in one message. */
function batchesOf(requests: readonly Request[]): readonly (Request | { readonly runs: readonly Run[] })[] {
  const batches: (Request | { runs: Run[] })[] = [];
  for (const request of requests) {
    const last = batches.at(-1);
    if (request.kind !== 'run' || !request.background) batches.push(request);
    else if (last && 'runs' in last) last.runs.push(request);
    else batches.push({ runs: [request] });
  }
  return batches;
}

function* planRequest(request: Request, setting: Setting): Plan {
  const { phrases } = setting;
  switch (request.kind) {
    case 'run':
      return yield* planRun(request.command, phrases);
    case 'project': {
      const command = yield* findProjectCommand(request.task, phrases);
      if (command === undefined) return phrases.noProjectCommand(request.task);
      return yield* planBackgroundRuns([{ kind: 'run', command, background: true }], setting);
    }
    case 'create':
      return yield* planCreate(request, setting);
    case 'read':
      return yield* planRead(request.path, setting);
    case 'edit':
      return yield* planEdit(request, setting);
    case 'status':
      return yield* planStatus(request.target, setting);
    case 'stop':
      return yield* planStop(request.target, setting);
    case 'carry-on':
      return yield* planCarryOn(phrases);
    case 'report':
      return setting.started.length > 0 ? '' : phrases.promise(2);
    case 'help':
      return `${phrases.abilities}\n\n${phrases.self}`;
    case 'greeting':
      return `${phrases.greeting} ${phrases.self}\n\n${phrases.abilities}`;
    case 'thanks':
      return phrases.welcome;
    case 'unknown':
      return phrases.notUnderstood(shortened(request.text));
    default:
      return request satisfies never;
  }
}

function* planBackgroundRuns(runs: readonly Run[], { phrases, started }: Setting): Plan {
  const commands = runs.map((run) => run.command);
  const calls = commands.map((command) => ({ name: 'background_run', input: { command } }));
  const outcomes = yield { say: phrases.starting(commands), calls };
  const said = commands.map((command, index) => {
    const outcome = outcomes[index];
    const task = outcome && startedTask(outcome);
    if (task === undefined) return quoted(phrases.notStarted(command), { outcome, phrases });
    const { id, isQueued } = task;
    started.push({ id, command });
    return isQueued ? phrases.queued(id, command) : phrases.started(id, command);
  });
  return said.join('\n\n');
}

function* planRun(command: string, phrases: Phrases): Plan {
  const [outcome] = yield { say: phrases.running(command), calls: [{ name: 'bash', input: { command } }] };
  const lead = !outcome || outcome.isError ? phrases.notRun(command) : phrases.ran(command);
  return quoted(lead, { outcome, phrases, keep: 'end' });
}

const SOMETHING_TO_READ = 'README.md';

/** Something useful, small and harmless while tasks run. */
function* planCarryOn(phrases: Phrases): Plan {
  const path = SOMETHING_TO_READ;
  const calls = [{ name: 'read_file', input: { path, limit: 40 } }];
  const [outcome] = yield { say: phrases.carryingOn(path), calls };
  if (!outcome || outcome.isError) {
    return `${quoted(phrases.nothingToRead(path), { outcome, phrases })}\n\n${phrases.free}`;
  }
  const lines = outcome.text.split('\n').map((line) => line.replace(/^\d+\t/, ''));
  const title = lines.find((line) => /^#\s/.test(line)) ?? lines.find((line) => line.trim() !== '') ?? '';
  return `${phrases.readMeanwhile(path, title.replace(/^#+\s*/, '').trim())}\n\n${phrases.free}`;
}

const LONGEST = 120;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}
