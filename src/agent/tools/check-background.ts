import { z } from 'zod';
import { isAsking, isEnded, type Task } from '../../background/task.ts';
import type { Reading } from '../loop.ts';
import { backgroundTasks, findTask, originWords, toldBy } from './find-task.ts';
import { failure } from './outcome.ts';
import { asksForOutput, outputQuery, type OutputQuery, queryOutput } from './output-query.ts';
import { factsAfter } from './task-facts.ts';
import { nameWords, shortState, stateWords } from './task-words.ts';
import type { Tool, ToolContext, ToolOutcome } from './tool.ts';
import { waitForTasks } from './wait-for-tasks.ts';
import { counted, folderWords, limitWords, oneLine } from './words.ts';

/** Ended tasks of a long session are many; the newest are listed. */
const ENDED_LISTED = 30;
const LONGEST_WAIT = 300;

const schema = z.strictObject({
  task_id: z.string().min(1).optional().describe('One task, with its output; without it all are listed'),
  task_ids: z.array(z.string().min(1)).min(1).optional().describe('Several tasks'),
  ...outputQuery,
  wait: z
    .number()
    .min(0)
    .optional()
    .describe('Wait up to this many seconds (at most 300) for one of these tasks, or any if none is named'),
  until: z.enum(['any', 'all']).optional().describe('With wait: until any has ended (default), or all'),
});

type Input = z.infer<typeof schema>;

export const checkBackground: Tool<Input> = {
  name: 'check_background',
  description:
    'Shows the state of background tasks: all in one line each, or one with its progress, TCP ports and output: a digest ' +
    'by default, else its last lines (tail), a range (offset, limit) or matching lines (grep). wait returns as soon as a ' +
    'task ends, prints a watched line or seems to wait for input; use it only when you need the result now and have ' +
    'nothing else to do. Do not poll.',
  schema,
  headline: (input) => ({ verb: input.wait === undefined ? 'checked' : 'waited', subject: subjectOf(input) }),
  permission: async () => ({ kind: 'free' }),
  async run(input, context) {
    const chosen = choose(input, context);
    if (chosen.kind === 'failed') return chosen.outcome;
    const lead = await waited(input, { tasks: chosen.tasks, context });
    if (context.signal.aborted) return failure('The user interrupted the wait. The tasks go on.', 'interrupted');
    const now = chosen.tasks.map((task) => context.tasks.get(task.id) ?? task);
    const [only] = now;
    if (input.task_id !== undefined && only !== undefined) return shown(only, { lead, query: input, context });
    return listed(input.task_ids === undefined ? visibleTasks(context) : now, { lead, context });
  },
};

function subjectOf({ task_id, task_ids }: Input): string {
  if (task_id !== undefined) return oneLine(task_id);
  return task_ids === undefined ? 'all tasks' : oneLine(task_ids.join(', '));
}

/** The tasks that are named, each once, or all. */
function choose({ task_id, task_ids, ...query }: Input, context: ToolContext) {
  if (task_id === undefined && asksForOutput(query)) {
    return { kind: 'failed', outcome: failure('Output is shown of one task: name it with task_id.') } as const;
  }
  const names = [...(task_id === undefined ? [] : [task_id]), ...(task_ids ?? [])];
  const found: Task[] = [];
  for (const name of names) {
    const one = findTask(name, context.tasks);
    if (one.kind === 'failed') return one;
    if (!found.some(({ id }) => id === one.task.id)) found.push(one.task);
  }
  return { kind: 'chosen', tasks: names.length === 0 ? visibleTasks(context) : found } as const;
}

/** Those of other sessions are shown while they run. */
function visibleTasks({ tasks, sessionId }: ToolContext): readonly Task[] {
  return backgroundTasks(tasks).filter((task) => task.spec.sessionId === sessionId || !isEnded(task));
}

/** Waits if that is asked for; says when it was in vain. */
async function waited(
  { wait, until = 'any', task_id, task_ids }: Input,
  { tasks, context }: { readonly tasks: readonly Task[]; readonly context: ToolContext },
): Promise<readonly string[]> {
  const isNamed = task_id !== undefined || task_ids !== undefined;
  const ids = tasks.filter((task) => isNamed || !isEnded(task) || context.hasNews(task.id)).map(({ id }) => id);
  if (wait === undefined || ids.length === 0) return [];
  const time = Math.min(wait, LONGEST_WAIT);
  const end = await waitForTasks({ ...context, ids, time: time * 1000, until });
  const nothing = until === 'all' && ids.length > 1 ? 'Not all have ended' : 'Nothing ended';
  return end === 'time'
    ? [`${nothing} in ${counted(time, 'second')}. You are told when it does: go on, or end your turn.`]
    : [];
}

interface Listing {
  readonly lead: readonly string[];
  readonly context: ToolContext;
}

function listed(tasks: readonly Task[], { lead, context }: Listing): ToolOutcome {
  if (tasks.length === 0) return { text: 'No background tasks.', isError: false, summary: 'no tasks' };
  const older = new Set(tasks.filter(isEnded).slice(0, -ENDED_LISTED));
  const shownTasks = tasks.filter((task) => !isEnded(task) || !older.has(task));
  const lines = shownTasks.map((task) => `${line(task)}${originWords(task, context)}`);
  if (older.size > 0) lines.unshift(`[${counted(older.size, 'older ended task')} left out]`);
  const waiting = tasks.filter(({ status }) => status.phase === 'queued').length;
  const running = tasks.filter((task) => !isEnded(task)).length - waiting;
  return {
    text: [...lead, ...lines].join('\n'),
    isError: false,
    summary: `${counted(tasks.length, 'task')} · ${running} running${waiting > 0 ? ` · ${waiting} waiting` : ''}`,
    told: toldBy(shownTasks, context),
    read: shownTasks.map(readingOf),
  };
}

function line(task: Task): string {
  const { lastLine } = task.output;
  const printed = lastLine === '' ? 'printed nothing' : `last line: ${lastLine}`;
  const now = Date.now();
  return `[bg:${task.id}] ${stateOf(task, now)} · ${nameWords(task)} · ${printed}`;
}

function readingOf({ id, output }: Task): Reading {
  return { taskId: id, upTo: output.size };
}

interface Shown extends Listing {
  readonly query: OutputQuery;
}

async function shown(task: Task, { lead, query, context }: Shown): Promise<ToolOutcome> {
  const output = await queryOutput(task, query, context);
  if (output.kind === 'failed') return output.outcome;
  const { spec } = task;
  const now = Date.now();
  const printedNothing = task.output.size === 0;
  const text = [
    ...lead,
    `[bg:${task.id}] ${stateOf(task, now)} · ${nameWords(task)}${originWords(task, context)}`,
    `in ${folderWords(spec.cwd)}, ${limitWords(spec.timeLimit)}, printed ${counted(task.output.size, 'byte')}${logWords(task)}`,
    output.text || (printedNothing ? '(it printed nothing)' : '(what it printed is no longer kept)'),
  ].join('\n');
  const told = toldBy([task], context);
  const read = [readingOf(context.tasks.get(task.id) ?? task)];
  return { text, isError: false, summary: shortState(task, now), taskId: task.id, quoted: output.lines, told, read };
}

function logWords({ logFolder }: Task): string {
  return logFolder === '' ? '' : `, log in ${logFolder}`;
}

function stateOf(task: Task, now: number): string {
  const asks = isAsking(task) ? ', seems to wait for input' : '';
  return `${stateWords(task, now)}${asks}${factsAfter(task, now)}`;
}
