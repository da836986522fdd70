import { z } from 'zod';
import { failureLines } from '../../background/failure-lines.ts';
import type { Digest } from '../../background/task-log.ts';
import { outcomeOf } from '../../background/task-outcome.ts';
import { isAsking, type EndedTask, type Task, type TaskId } from '../../background/task.ts';
import { attend, type LeftWhy } from '../attend.ts';
import { asksWords } from '../news-words.ts';
import { backgroundRun } from './background-run.ts';
import { commandHeadline, commandPermission, commandSchema, timeLimitOf, timeoutSchema } from './command-input.ts';
import { insteadOfSleep } from './plain-sleep.ts';
import { insteadOfTwin } from './running-twin.ts';
import { lastLines, wholeOutput } from './task-output.ts';
import { shortState, stateWords } from './task-words.ts';
import type { Tool, ToolContext, ToolOutcome } from './tool.ts';
import { limitWords, seconds } from './words.ts';

const schema = z.strictObject({
  command: commandSchema,
  timeout: timeoutSchema.optional().describe('Seconds until it is stopped (normally 300); 0: no limit'),
  again: z.boolean().optional().describe('Run it even if the same command is already running in this folder'),
  run_in_background: z.boolean().optional().describe('Start it as background_run does'),
});

type Input = z.infer<typeof schema>;

/** How much of what it printed goes with the word that a command runs on. Lines. */
const LINES_SO_FAR = 60;

export const bash: Tool<Input> = {
  name: 'bash',
  description:
    'Runs a shell command in the project folder and waits for it; returns its exit status and output. Each call starts a ' +
    'new shell: cd and variables do not carry over to the next. Its stdin is empty. A command that takes long (normally ' +
    '30 seconds) is not stopped but continues as a background task. For slow commands use background_run.',
  schema,
  headline: ({ run_in_background, ...input }) =>
    run_in_background === true ? backgroundRun.headline(input) : { verb: 'ran', ...commandHeadline(input.command) },
  runsTogether: ({ run_in_background }) => run_in_background !== true,
  async permission({ run_in_background, ...input }, context) {
    if (run_in_background === true) return backgroundRun.permission(input, context);
    const { command, timeout, again } = input;
    const { root: cwd, limits } = context;
    const twin = again === true ? undefined : insteadOfTwin({ command, cwd }, context);
    const outcome = twin ?? insteadOfSleep(command, context);
    if (outcome !== undefined) return { kind: 'answered', outcome };
    const timeLimit = timeLimitOf(timeout, limits.background);
    return commandPermission({ title: 'Run this command?', command, cwd, timeLimit });
  },
  async run({ run_in_background, ...input }, context) {
    if (run_in_background === true) return backgroundRun.run(input, context);
    const { command, timeout } = input;
    const { root: cwd, tasks, sessionId, limits, signal, onTask } = context;
    const timeLimit = timeLimitOf(timeout, limits.background);
    const { id } = tasks.run({ command, cwd, timeLimit, startedBy: 'model', sessionId }, { attended: true });
    onTask(id);
    const attended = await attend({ tasks, id, signal, threshold: limits.foreground });
    switch (attended.kind) {
      case 'ended':
        return ended(attended.task, context);
      case 'left':
        return left(id, { why: attended.why, context });
      case 'interrupted':
        return interrupted(id, context);
      default:
        return attended satisfies never;
    }
  },
};

/** A command that ran and failed is an answer, no error of the tool; one that did not run, or got lost, is. */
async function ended(task: EndedTask, { tasks }: ToolContext): Promise<ToolOutcome> {
  const { end } = task.status;
  const output = await wholeOutput(task, tasks);
  const endedBadly = ['failed', 'timeout'].includes(outcomeOf(end));
  const leftovers = end.leftRunning > 0 ? [`To end what it left running: stop_background ${task.id}.`] : [];
  return {
    text: [stateWords(task, Date.now()), ...leftovers, output.text || '(it printed nothing)'].join('\n'),
    isError: ['error', 'lost', 'skipped'].includes(outcomeOf(end)),
    endedBadly,
    ...(endedBadly ? { excerpt: failureLines(output.text) } : {}),
    summary: shortState(task, Date.now()),
    taskId: task.id,
    quoted: output.lines,
    told: [task.id],
  };
}

interface Left {
  readonly why: LeftWhy;
  readonly context: ToolContext;
}

async function left(id: TaskId, { why, context }: Left): Promise<ToolOutcome> {
  const task = context.tasks.get(id);
  const promise = 'It was not stopped. You are told when it ends: do not wait, poll or run it again.';
  const printed = task === undefined ? NOTHING : await soFar(task, context);
  const facts = task === undefined ? [] : [runningWords(task), printed.text];
  const { size } = task?.output ?? { size: 0 };
  return {
    text: [leftWords(why, { id, task, context }), promise, ...facts].join('\n'),
    isError: false,
    summary: SUMMARIES[why],
    taskId: id,
    quoted: printed.lines,
    read: [{ taskId: id, upTo: size }],
  };
}

const SUMMARIES: Readonly<Record<LeftWhy, string>> = {
  user: 'moved to the background',
  threshold: 'goes on in the background',
  asks: 'seems to wait for input',
};

function leftWords(
  why: LeftWhy,
  { id, task, context }: { readonly id: TaskId; readonly task: Task | undefined; readonly context: ToolContext },
): string {
  if (why === 'user') return `The user moved it to the background as task ${id}.`;
  if (why === 'asks' && task !== undefined && isAsking(task)) {
    return `It ${asksWords(task)}\nIt goes on in the background as task ${id}.`;
  }
  return `It took longer than ${seconds(context.limits.foreground)} and goes on in the background as task ${id}.`;
}

function runningWords(task: Task): string {
  return `${stateWords(task, Date.now())}, ${limitWords(task.spec.timeLimit)}; log in ${task.logFolder}`;
}

/** Answered at once: the command is still being stopped. Who interrupts wants the floor, not a report. */
async function interrupted(id: TaskId, context: ToolContext): Promise<ToolOutcome> {
  const { tasks } = context;
  void tasks.stop(id, 'user');
  const task = tasks.get(id);
  const printed = task === undefined ? NOTHING : await soFar(task, context);
  const text = ['The user interrupted this command; it is being stopped.', printed.text].filter(Boolean).join('\n');
  return { text, isError: true, summary: 'interrupted', taskId: id, quoted: printed.lines, told: [id] };
}

async function soFar(task: Task, { tasks }: ToolContext): Promise<Digest> {
  const printed = await lastLines(task, { tasks, count: LINES_SO_FAR });
  const { text, lines } = printed;
  return { text: text === '' ? 'It has printed nothing so far.' : `It printed so far:\n${text}`, lines };
}

const NOTHING: Digest = { text: '', lines: [] };
