import { z } from 'zod';
import { describeLeft, type StopOutcome } from '../../background/stopping.ts';
import { TASK_SIGNALS } from '../../background/task-signal.ts';
import { isEnded, type Task } from '../../background/task.ts';
import { findTask, toldBy } from './find-task.ts';
import { failure } from './outcome.ts';
import { sendSignal } from './send-signal.ts';
import { nameWords, shortState, stateWords } from './task-words.ts';
import type { Tool, ToolContext, ToolOutcome } from './tool.ts';
import { oneLine } from './words.ts';

const schema = z.strictObject({
  task_id: z.string().min(1).describe('The task'),
  signal: z
    .enum(TASK_SIGNALS, { error: `expected one of ${TASK_SIGNALS.join(', ')}` })
    .optional()
    .describe('Only send this signal, then say whether the task ended'),
});

type Input = z.infer<typeof schema>;

export const stopBackground: Tool<Input> = {
  name: 'stop_background',
  description:
    'Stops a background task and everything it started, and says how it ended. Stop a task that the user started only ' +
    'if the user asks for it.',
  schema,
  headline: ({ task_id, signal }) =>
    signal === undefined
      ? { verb: 'stopped', subject: oneLine(task_id) }
      : { verb: 'signalled', subject: `${oneLine(task_id)} ${signal}` },
  // Stopping runs nothing new and changes no file, so it is free, as it is for the tasks of the user.
  permission: async () => ({ kind: 'free' }),
  async run({ task_id, signal }, context) {
    const found = findTask(task_id, context.tasks);
    if (found.kind === 'failed') return found.outcome;
    const { task } = found;
    if (signal !== undefined) return sendSignal(task, signal, context);
    const outcome = await unlessAborted(context.tasks.stop(task.id, 'model'), context.signal);
    return outcome === undefined ? interrupted(task) : answer(outcome, { task, context });
  },
};

function unlessAborted(stopping: Promise<StopOutcome>, signal: AbortSignal): Promise<StopOutcome | undefined> {
  return new Promise((resolve) => {
    const abort = () => resolve(undefined);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    void stopping.then((outcome) => {
      signal.removeEventListener('abort', abort);
      resolve(outcome);
    });
  });
}

function interrupted({ id }: Task): ToolOutcome {
  return failure(`The user interrupted the turn. Task ${id} is still being stopped.`, 'interrupted');
}

interface Asked {
  readonly task: Task;
  readonly context: ToolContext;
}

async function answer(outcome: StopOutcome, { task, context }: Asked): Promise<ToolOutcome> {
  switch (outcome.kind) {
    case 'stopped':
      return report(`Stopped ${nameWords(task)}.`, { task: outcome.task, context });
    case 'ended':
      return report(`${endedWords(task)}: ${nameWords(task)}.`, { task: outcome.task, context });
    case 'left': {
      const said = await report(`It has not ended: ${describeLeft(outcome.report)}.`, { task: outcome.task, context });
      return { ...said, isError: true, summary: 'not all of it ended' };
    }
    case 'unknown':
      return failure(`There is no task ${task.id} any more.`);
    default:
      return outcome satisfies never;
  }
}

/** Of the task as it was when the stop was asked for. */
function endedWords(task: Task): string {
  if (!isEnded(task) || task.status.end.leftRunning === 0) return 'It had ended before';
  return 'It had ended before; what it had left running is ended now';
}

async function report(sentence: string, { task, context }: Asked): Promise<ToolOutcome> {
  const digest = await context.tasks.digest(task.id);
  const text = [sentence, `[bg:${task.id}] ${stateWords(task, Date.now())}`, digest.text].filter(Boolean).join('\n');
  const told = toldBy([task], context);
  return { text, isError: false, summary: shortState(task, Date.now()), taskId: task.id, quoted: digest.lines, told };
}
