import { z } from 'zod';
import { isAsking, isEnded, type Task } from '../../background/task.ts';
import { backgroundTasks, findTask, toldBy } from './find-task.ts';
import { failure } from './outcome.ts';
import { asksForOutput, outputQuery, type OutputQuery, queryOutput } from './output-query.ts';
import { nameWords, shortState, stateWords } from './task-words.ts';
import type { Tool, ToolContext, ToolOutcome } from './tool.ts';
import { waitForTasks } from './wait-for-tasks.ts';
import { counted, folderWords, limitWords, oneLine } from './words.ts';

/** Ended tasks of a long session are many; the newest are listed. */
const ENDED_LISTED = 30;
const LONGEST_WAIT = 300;

const schema = z.strictObject({
  task_id: z
    .string()
    .min(1)
    .optional()
    .describe('One task, with what matters in its output; without it all are listed'),
  task_ids: z.array(z.string().min(1)).min(1).optional().describe('Several tasks, one line each'),
  ...outputQuery,
  wait: z
    .number()
    .min(0)
    .max(LONGEST_WAIT)
    .optional()
    .describe('Wait up to so many seconds until one of these tasks ends (of all running ones when none is named)'),
  until: z.enum(['any', 'all']).optional().describe('With wait: until any of them has ended (default), or all'),
});

type Input = z.infer<typeof schema>;

export const checkBackground: Tool<Input> = {
  name: 'check_background',
  description:
    'Tells how background tasks stand: all of them in one line each, or one with its output: what matters in it, its ' +
    'last lines (tail), some lines (offset, limit) or those that match (grep). Use it when the user asks or when you ' +
    'need the output of a task that still runs. Ends are reported by themselves; only when you can do nothing before ' +
    'a task ends and the user waits for it, use wait (at most 300 seconds): it answers as soon as one ends, prints what ' +
    'you watch for, or seems to wait for input. Never call it again and again.',
  schema,
  headline: (input) => ({ verb: input.wait === undefined ? 'checked' : 'waited', subject: subjectOf(input) }),
  permission: async () => ({ kind: 'free' }),
  async run(input, context) {
    const chosen = choose(input, context);
    if (chosen.kind === 'failed') return chosen.outcome;
    const lead = await waited(input, { ids: chosen.tasks.map(({ id }) => id), context });
    if (context.signal.aborted) return failure('The user interrupted the wait. The tasks go on.', 'interrupted');
    const now = chosen.tasks.map((task) => context.tasks.get(task.id) ?? task);
    const [only] = now;
    if (input.task_id !== undefined && only !== undefined) return shown(only, { lead, query: input, context });
    return listed(input.task_ids === undefined ? backgroundTasks(context.tasks) : now, { lead, context });
  },
};

function subjectOf({ task_id, task_ids }: Input): string {
  if (task_id !== undefined) return oneLine(task_id);
  return task_ids === undefined ? 'all tasks' : oneLine(task_ids.join(', '));
}

/** The tasks that are named, each once, or all. */
function choose({ task_id, task_ids, ...query }: Input, { tasks }: ToolContext) {
  if (task_id === undefined && asksForOutput(query)) {
    return { kind: 'failed', outcome: failure('Output is shown of one task: name it with task_id.') } as const;
  }
  const names = [...(task_id === undefined ? [] : [task_id]), ...(task_ids ?? [])];
  const found: Task[] = [];
  for (const name of names) {
    const one = findTask(name, tasks);
    if (one.kind === 'failed') return one;
    if (!found.some(({ id }) => id === one.task.id)) found.push(one.task);
  }
  return { kind: 'chosen', tasks: names.length === 0 ? backgroundTasks(tasks) : found } as const;
}

/** Waits if that is asked for; says when it was in vain. */
async function waited(
  { wait, until = 'any', task_id, task_ids }: Input,
  { ids, context: { tasks, signal } }: { readonly ids: readonly string[]; readonly context: ToolContext },
): Promise<readonly string[]> {
  const named = task_id !== undefined || task_ids !== undefined;
  const waitedFor = named ? ids : ids.filter((id) => !isOver(tasks.get(id)));
  if (wait === undefined || waitedFor.length === 0) return [];
  const end = await waitForTasks({ tasks, ids: waitedFor, time: wait * 1000, until, signal });
  return end === 'time'
    ? [`Nothing ended in ${counted(wait, 'second')}. It is reported by itself when it does: go on, or end your turn.`]
    : [];
}

function isOver(task: Task | undefined): boolean {
  return task === undefined || isEnded(task);
}

interface Listing {
  readonly lead: readonly string[];
  readonly context: ToolContext;
}

function listed(tasks: readonly Task[], { lead, context }: Listing): ToolOutcome {
  if (tasks.length === 0) return { text: 'No background tasks.', isError: false, summary: 'no tasks' };
  const older = new Set(tasks.filter(isEnded).slice(0, -ENDED_LISTED));
  const shownTasks = tasks.filter((task) => !isEnded(task) || !older.has(task));
  const lines = shownTasks.map((task) => line(task));
  if (older.size > 0) lines.unshift(`[${counted(older.size, 'older ended task')} left out]`);
  const running = tasks.filter((task) => !isEnded(task)).length;
  return {
    text: [...lead, ...lines].join('\n'),
    isError: false,
    summary: `${counted(tasks.length, 'task')} · ${running} running`,
    told: toldBy(shownTasks, context),
  };
}

function line(task: Task): string {
  const { lastLine } = task.output;
  const printed = lastLine === '' ? 'printed nothing' : `last line: ${lastLine}`;
  return `[bg:${task.id}] ${stateOf(task)} · ${nameWords(task)} · ${printed}`;
}

interface Shown extends Listing {
  readonly query: OutputQuery;
}

async function shown(task: Task, { lead, query, context }: Shown): Promise<ToolOutcome> {
  const output = await queryOutput(task, query, context);
  if (output.kind === 'failed') return output.outcome;
  const { spec } = task;
  const text = [
    ...lead,
    `[bg:${task.id}] ${stateOf(task)} · ${nameWords(task)}`,
    `in ${folderWords(spec.cwd)}, ${limitWords(spec.timeLimit)}, printed ${counted(task.output.size, 'byte')}, log in ${task.logFolder}`,
    output.text || '(it printed nothing)',
  ].join('\n');
  const told = toldBy([task], context);
  return { text, isError: false, summary: shortState(task, Date.now()), taskId: task.id, told };
}

function stateOf(task: Task): string {
  const asks = isAsking(task) ? ', seems to wait for input' : '';
  return `${stateWords(task, Date.now())}${asks}`;
}
