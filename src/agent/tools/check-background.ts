import { z } from 'zod';
import { isEnded, type Task } from '../../background/task.ts';
import { backgroundTasks, findTask, originWords, toldBy } from './find-task.ts';
import { factsAfter } from './task-facts.ts';
import { lastLines } from './task-output.ts';
import { nameWords, shortState, stateWords } from './task-words.ts';
import type { Tool, ToolContext, ToolOutcome } from './tool.ts';
import { counted, folderWords, limitWords, oneLine } from './words.ts';

/** Ended tasks of a long session are many; the newest are listed. */
const ENDED_LISTED = 30;

const schema = z.strictObject({
  task_id: z
    .string()
    .min(1)
    .optional()
    .describe('One task, with what matters in its output (numbers are lines of its log); without it all are listed'),
  tail: z.int().min(1).max(1_000).optional().describe('With task_id: the last so many lines of its output instead'),
});

type Input = z.infer<typeof schema>;

export const checkBackground: Tool<Input> = {
  name: 'check_background',
  description:
    'Tells how background tasks stand: all of them in one line each, or one with its output. Use it when the user ' +
    'asks or when you need to know something of a task that still runs: its output, how far it is, how long it ' +
    'usually takes, on which TCP ports it listens. Not to wait for an end: ends are reported by themselves.',
  schema,
  headline: ({ task_id }) => ({ verb: 'checked', subject: task_id === undefined ? 'all tasks' : oneLine(task_id) }),
  permission: async () => ({ kind: 'free' }),
  async run({ task_id, tail }, context) {
    if (task_id === undefined) return listed(context);
    const found = findTask(task_id, context.tasks);
    return found.kind === 'failed' ? found.outcome : shown(found.task, { tail, context });
  },
};

function listed(context: ToolContext): ToolOutcome {
  const tasks = backgroundTasks(context.tasks).filter(
    (task) => task.spec.sessionId === context.sessionId || !isEnded(task),
  );
  if (tasks.length === 0) return { text: 'No background tasks.', isError: false, summary: 'no tasks' };
  const older = new Set(tasks.filter(isEnded).slice(0, -ENDED_LISTED));
  const shownTasks = tasks.filter((task) => !isEnded(task) || !older.has(task));
  const lines = shownTasks.map((task) => `${line(task)}${originWords(task, context)}`);
  if (older.size > 0) lines.unshift(`[${counted(older.size, 'older ended task')} left out]`);
  const waiting = tasks.filter(({ status }) => status.phase === 'queued').length;
  const running = tasks.filter((task) => !isEnded(task)).length - waiting;
  return {
    text: lines.join('\n'),
    isError: false,
    summary: `${counted(tasks.length, 'task')} · ${running} running${waiting > 0 ? ` · ${waiting} waiting` : ''}`,
    told: toldBy(shownTasks, context),
  };
}

function line(task: Task): string {
  const { lastLine } = task.output;
  const printed = lastLine === '' ? 'printed nothing' : `last line: ${lastLine}`;
  const now = Date.now();
  return `[bg:${task.id}] ${stateWords(task, now)}${factsAfter(task, now)} · ${nameWords(task)} · ${printed}`;
}

interface Shown {
  readonly tail: number | undefined;
  readonly context: ToolContext;
}

async function shown(task: Task, { tail, context }: Shown): Promise<ToolOutcome> {
  const { tasks } = context;
  const output = tail === undefined ? await tasks.digest(task.id) : await lastLines(task, { tasks, count: tail });
  const { spec } = task;
  const now = Date.now();
  const printedNothing = task.output.size === 0;
  const text = [
    `[bg:${task.id}] ${stateWords(task, now)}${factsAfter(task, now)} · ${nameWords(task)}${originWords(task, context)}`,
    `in ${folderWords(spec.cwd)}, ${limitWords(spec.timeLimit)}, printed ${counted(task.output.size, 'byte')}${logWords(task)}`,
    output || (printedNothing ? '(it printed nothing)' : '(what it printed is no longer kept)'),
  ].join('\n');
  const told = toldBy([task], context);
  return { text, isError: false, summary: shortState(task, now), taskId: task.id, told };
}

function logWords({ logFolder }: Task): string {
  return logFolder === '' ? '' : `, log in ${logFolder}`;
}
