import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { describeWait, type Task, type TaskSpec } from '../../background/task.ts';
import { commandHeadline, commandPermission, commandSchema, timeLimitOf, timeoutSchema } from './command-input.ts';
import { findDependencies } from './dependencies.ts';
import { failure } from './outcome.ts';
import { resolveInProject } from './project-path.ts';
import { insteadOfTwin } from './running-twin.ts';
import { runOptions, shownOptions, specOf, wrongOption } from './run-options.ts';
import type { Tool, ToolContext, ToolOutcome } from './tool.ts';
import { limitSentence } from './words.ts';

const namesSchema = z.array(z.string().min(1)).optional();

const schema = z.strictObject({
  command: commandSchema,
  label: z.string().max(60).optional().describe('Short name for the screen, such as "unit tests"'),
  timeout: timeoutSchema.optional().describe('Seconds until it is stopped (normally 300); 0: no limit'),
  cwd: z.string().optional().describe('Folder to run in (default: the project folder)'),
  after: namesSchema.describe('Ids or labels of tasks that must succeed first; if one does not, this one is skipped'),
  after_any_end: namesSchema.describe('Ids or labels of tasks that must end first, whatever the outcome'),
  again: z.boolean().optional().describe('Start it even if the same command is already running in this folder'),
  ...runOptions,
});

type Input = z.infer<typeof schema>;

export const backgroundRun: Tool<Input> = {
  name: 'background_run',
  description:
    'Starts a shell command as a background task and returns its id at once. For slow commands (installs, builds, test ' +
    'suites) and for servers and watchers (timeout 0). You are told when it ends or seems to wait for input. ' +
    'Tasks run in parallel; when there are too many, the rest are queued. To chain tasks, start them all at once and name ' +
    'in after what each depends on.',
  schema,
  headline: ({ command, label }) => ({ verb: 'background', ...commandHeadline(command, label?.trim()) }),
  async permission(input, context) {
    const plan = await planRun(input, context);
    if (plan.kind === 'answered') return plan;
    const more = shownOptions(plan.spec);
    return commandPermission({ title: 'Run this command in the background?', ...plan.spec, more });
  },
  async run(input, context) {
    const plan = await planRun(input, context);
    if (plan.kind === 'answered') return plan.outcome;
    const task = context.tasks.run(plan.spec);
    context.onTask(task.id);
    return started(task);
  },
};

type Plan =
  { readonly kind: 'planned'; readonly spec: TaskSpec } | { readonly kind: 'answered'; readonly outcome: ToolOutcome };

async function planRun(input: Input, context: ToolContext): Promise<Plan> {
  const { root, tasks, limits, sessionId } = context;
  const folder = await resolveInProject(root, input.cwd ?? '.');
  if (folder.kind === 'refused') return { kind: 'answered', outcome: failure(folder.sentence) };
  const wrong = wrongOption(input);
  if (wrong !== undefined) return { kind: 'answered', outcome: failure(wrong, 'wrong input') };
  const { command } = input;
  const cwd = folder.file;
  if (!(await isFolder(cwd))) return { kind: 'answered', outcome: failure(`cwd ${folder.shown} is not a folder.`) };
  const found = findDependencies(input, tasks);
  if (found.kind === 'failed') return { kind: 'answered', outcome: found.outcome };
  const label = input.label?.trim();
  const spec = { command, cwd, timeLimit: timeLimitOf(input.timeout, limits.background), sessionId };
  const named = { ...spec, startedBy: 'model', ...(label ? { label } : {}) } as const;
  const whole = { ...named, ...found.dependencies, ...specOf(input) };
  const twin = input.again === true ? undefined : insteadOfTwin(whole, context);
  return twin === undefined ? { kind: 'planned', spec: whole } : { kind: 'answered', outcome: twin };
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

function started({ id, spec, status }: Task): ToolOutcome {
  const isQueued = status.phase === 'queued';
  const word = isQueued ? 'queued' : 'started';
  const waits = isQueued ? `It ${describeWait(status)} and starts by itself. ` : '';
  const ports = spec.timeLimit === null ? ' check_background says which TCP ports it listens on.' : '';
  return {
    text: `Background task ${id} ${word}: ${spec.command}\n${waits}${limitSentence(spec.timeLimit)} You are told when it ends.${ports}`,
    isError: false,
    summary: `${id} ${word}`,
    taskId: id,
  };
}
