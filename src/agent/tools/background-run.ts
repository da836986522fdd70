import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { Task, TaskId, TaskSpec } from '../../background/task.ts';
import { commandPermission, commandSchema, timeLimitOf, timeoutSchema } from './command-input.ts';
import { originWords } from './find-task.ts';
import { failure } from './outcome.ts';
import { resolveInProject } from './project-path.ts';
import { factsAfter } from './task-facts.ts';
import { stateWords } from './task-words.ts';
import type { Tool, ToolContext, ToolOutcome } from './tool.ts';
import { limitWords, oneLine } from './words.ts';

const schema = z.strictObject({
  command: commandSchema,
  label: z.string().max(60).optional().describe('A short name for the screen, such as "unit tests"'),
  timeout: timeoutSchema
    .optional()
    .describe('Seconds after which it is stopped (normally 300); 0: never, for servers and watchers'),
  cwd: z.string().optional().describe('Folder to run in, relative to the project folder (default: the project folder)'),
});

type Input = z.infer<typeof schema>;

export const backgroundRun: Tool<Input> = {
  name: 'background_run',
  description:
    'Starts a shell command as a background task and answers at once with its id. Use it for what is slow (installs, ' +
    'builds, test suites) or does not end by itself (servers, watchers: timeout 0), and go on with other work. When a ' +
    'task ends, its result comes by itself in a <background-results> block: do not poll, do not sleep, do not wait. ' +
    'Independent commands run in parallel. A command that already runs in the same folder is not started again.',
  schema,
  headline: ({ command, label }) => ({ verb: 'background', subject: oneLine(label?.trim() || command) }),
  async permission(input, context) {
    const plan = await planRun(input, context);
    if (plan.kind === 'answered') return plan;
    return commandPermission({ title: 'Run this command in the background?', ...plan.spec });
  },
  async run(input, context) {
    const plan = await planRun(input, context);
    if (plan.kind === 'answered') return plan.outcome;
    const { id } = context.tasks.run(plan.spec);
    context.onTask(id);
    return started(id, plan.spec);
  },
};

type Plan =
  { readonly kind: 'planned'; readonly spec: TaskSpec } | { readonly kind: 'answered'; readonly outcome: ToolOutcome };

async function planRun(input: Input, { root, tasks, limits, sessionId }: ToolContext): Promise<Plan> {
  const folder = await resolveInProject(root, input.cwd ?? '.');
  if (folder.kind === 'refused') return { kind: 'answered', outcome: failure(folder.sentence) };
  const { command } = input;
  const cwd = folder.file;
  if (!(await isFolder(cwd))) return { kind: 'answered', outcome: failure(`cwd ${folder.shown} is not a folder.`) };
  const twin = tasks.list().find((task) => isRunning(task) && task.spec.command === command && task.spec.cwd === cwd);
  if (twin !== undefined) return { kind: 'answered', outcome: runsAlready(twin, sessionId) };
  const label = input.label?.trim();
  const spec = { command, cwd, timeLimit: timeLimitOf(input.timeout, limits.background), sessionId };
  return { kind: 'planned', spec: { ...spec, startedBy: 'model', ...(label ? { label } : {}) } };
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

/** One that is being stopped is as good as gone: whoever starts it again wants a new one. */
function isRunning({ status }: Task): boolean {
  return status.phase !== 'done' && status.phase !== 'stopping';
}

function started(id: TaskId, { command, timeLimit }: TaskSpec): ToolOutcome {
  const limit = limitWords(timeLimit);
  const ports = timeLimit === null ? ' check_background tells on which TCP ports it listens.' : '';
  return {
    text: `Background task ${id} started: ${command}\n${limit}. A notice comes by itself when it ends; go on with other work.${ports}`,
    isError: false,
    summary: `${id} started`,
    taskId: id,
  };
}

function runsAlready(task: Task, sessionId: string): ToolOutcome {
  const now = Date.now();
  const text = `This command runs already in that folder, as background task ${task.id} (${stateWords(task, now)}${factsAfter(task, now)}). It was not started again.${originWords(task, { sessionId })}`;
  return { text, isError: false, summary: `already runs as ${task.id}`, taskId: task.id };
}
