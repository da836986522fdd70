/** One tool call, from what the model sent to what it is answered: look up, check, ask, run, bound. */
import { invisibleIn, invisibleWords } from '../../background/invisible.ts';
import type { RanTool } from '../loop.ts';
import type { Pace } from '../run-calls.ts';
import type { ToolCall } from '../messages.ts';
import type { Gate } from '../permissions.ts';
import { boundText, RESULT_LIMIT } from './bound.ts';
import { describeInputError } from './input-error.ts';
import { failure, reasonOf } from './outcome.ts';
import { mostAlike } from './alike.ts';
import { toolsNamed } from './other-names.ts';
import type { AnyTool, Permission, ToolContext, ToolOutcome } from './tool.ts';
import { counted, number, oneLine } from './words.ts';

export interface ToolRun {
  readonly tools: readonly AnyTool[];
  readonly gate: Gate;
  readonly context: ToolContext;
}

/** Never rejects: whatever goes wrong is a result from which the model can go on. */
export async function runTool(call: ToolCall, run: ToolRun): Promise<RanTool> {
  const outcome = await outcomeOf(call, run).catch(unexpected);
  const isCut = outcome.text.length > RESULT_LIMIT;
  const {
    text,
    isError,
    summary,
    taskId,
    quoted = [],
    told = [],
    read,
    change,
    files,
    todos,
    endedBadly,
    excerpt,
  } = namingInvisible({ ...outcome, text: boundText(outcome.text) });
  const shown = files === undefined ? {} : { files };
  const result = { kind: 'tool-result', callId: call.id, text, isError, summary, ...shown } as const;
  return {
    result: {
      ...result,
      ...(taskId === undefined ? {} : { taskId }),
      ...(endedBadly === true ? { endedBadly } : {}),
      ...(excerpt === undefined || excerpt.length === 0 ? {} : { excerpt }),
      // What was cut may be any of them.
      ...(quoted.length === 0 || isCut ? {} : { quoted }),
    },
    told,
    ...(read === undefined ? {} : { read }),
    ...(change === undefined ? {} : { change }),
    ...(todos === undefined ? {} : { todos }),
  };
}

/** How the call may run as things stand now; what cannot run has no need of company. Never rejects. */
export async function paceOf(call: ToolCall, run: ToolRun): Promise<Pace> {
  const runsTogether = await mayRunTogether(call, run).catch(() => false);
  return runsTogether ? 'together' : 'alone';
}

async function mayRunTogether(call: ToolCall, { tools, gate, context }: ToolRun): Promise<boolean> {
  const tool = tools.find((candidate) => candidate.name === call.name);
  if (tool?.runsTogether === undefined || call.cutAt !== undefined) return false;
  const parsed = tool.schema.safeParse(call.input);
  if (!parsed.success || !tool.runsTogether(parsed.data)) return false;
  return gate.isSettled(wantedOf(await tool.permission(parsed.data, context)));
}

async function outcomeOf(call: ToolCall, { tools, gate, context }: ToolRun): Promise<ToolOutcome> {
  if (call.cutAt !== undefined) return cutOff(call.cutAt);
  const tool = tools.find((candidate) => candidate.name === call.name);
  if (tool === undefined) return unknownTool(call.name, tools);
  const parsed = tool.schema.safeParse(call.input);
  if (!parsed.success) return failure(describeInputError(tool, call.input, parsed.error), 'wrong input');
  const permission = await tool.permission(parsed.data, context);
  const answer = await gate.check(ofCall(call, wantedOf(permission)), context.signal);
  if (answer.kind === 'refused') return failure(answer.text, answer.summary);
  if (permission.kind === 'answered') return permission.outcome;
  if (context.signal.aborted) return failure('The user interrupted the turn. Nothing was done.', 'interrupted');
  const askUser: ToolContext['askUser'] = (question, signal) =>
    context.askUser({ ...question, callId: call.id }, signal);
  return tool.run(parsed.data, { ...context, askUser }, permission.plan);
}

type Wanted = Exclude<Permission, { kind: 'answered' }>;

function wantedOf(permission: Permission<unknown>): Wanted {
  return permission.kind === 'answered' ? (permission.reads ?? { kind: 'free' }) : permission;
}

function ofCall({ id: callId }: ToolCall, wanted: Wanted): Wanted {
  return wanted.kind === 'free' ? wanted : { ...wanted, question: { ...wanted.question, callId } };
}

/**
 * What files, pages and servers tell the model without anybody seeing it is said to both: the text stays as it is, so
 * that it can be searched and edited.
 */
function namingInvisible(outcome: ToolOutcome): ToolOutcome {
  const invisible = invisibleIn(outcome.text);
  if (invisible.length === 0) return outcome;
  const note = `[It holds ${invisibleWords(invisible)}. Nobody who reads it on a screen sees them.]`;
  const summary = `${outcome.summary} · ${counted(invisible.length, 'invisible character')}`;
  return { ...outcome, text: `${outcome.text}\n${note}`, summary };
}

function cutOff(tokens: number): ToolOutcome {
  const at = tokens > 0 ? `at its limit of ${number(tokens)} tokens` : 'at its limit';
  return failure(
    `Your answer was cut off ${at}, within this call: it was not run, and nothing was done. Do it again in smaller pieces.`,
    'cut off',
  );
}

async function unknownTool(name: string, tools: readonly AnyTool[]): Promise<ToolOutcome> {
  const known = tools.map((tool) => tool.name);
  const swapped = known.filter((tool) => wordsOf(tool) === wordsOf(name));
  const same = toolsNamed(name).filter((tool) => known.includes(tool));
  const alike = await mostAlike(name, known, { least: 0 });
  const offered = [...new Set([...swapped, ...same, ...alike])].slice(0, SUGGESTED).join(', ');
  const word = offered === '' ? '' : ` The most similar: ${offered}.`;
  return failure(`There is no tool named ${oneLine(JSON.stringify(name))}.${word}`, 'unknown tool');
}

const SUGGESTED = 3;

/** `run_background` and `background_run` have the same. */
function wordsOf(name: string): string {
  return name
    .toLowerCase()
    .split(/[^a-z]+/)
    .toSorted()
    .join(' ');
}

function unexpected(error: unknown): ToolOutcome {
  return failure(`The tool failed: ${reasonOf(error)}.`);
}
