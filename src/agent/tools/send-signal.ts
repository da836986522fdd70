import { SIGNAL_MOMENT, type TaskSignal } from '../../background/task-signal.ts';
import type { Digest } from '../../background/task-log.ts';
import { isEnded, type Task, type TaskId } from '../../background/task.ts';
import { innerSignal } from '../inner-signal.ts';
import { toldBy } from './find-task.ts';
import { failure } from './outcome.ts';
import { nameWords, shortState, stateWords } from './task-words.ts';
import type { ToolContext, ToolOutcome } from './tool.ts';
import { counted, seconds } from './words.ts';

/** Sends one signal to a task, waits a moment, and says whether that ended it. */
export async function sendSignal(task: Task, signal: TaskSignal, context: ToolContext): Promise<ToolOutcome> {
  const { tasks } = context;
  const reached = await tasks.signal(task.id, { signal, by: 'model' });
  if (reached === 0) return failure(`Nothing was sent: ${nameWords(task)} is ${stateNow(task, context)}.`);
  await endWithin(SIGNAL_MOMENT, { id: task.id, context });
  const now = tasks.get(task.id) ?? task;
  const sent = `Sent ${signal} to ${counted(reached, 'process', 'processes')} of ${nameWords(task)}.`;
  const { text, lines } = isEnded(now) ? await endWords(now, context) : { text: goesOnWords(now), lines: [] };
  return {
    text: `${sent}\n${text}`,
    isError: false,
    summary: `${signal} · ${shortState(now, Date.now())}`,
    taskId: task.id,
    quoted: lines,
    told: toldBy([now], context),
  };
}

async function endWithin(ms: number, { id, context }: { readonly id: TaskId; readonly context: ToolContext }) {
  const moment = innerSignal(context.signal, ms);
  await context.tasks.waitForEnd(id, moment.signal);
  moment.release();
}

function stateNow({ id }: Task, { tasks }: ToolContext): string {
  const task = tasks.get(id);
  return task === undefined ? 'gone' : stateWords(task, Date.now());
}

async function endWords(task: Task, { tasks }: ToolContext): Promise<Digest> {
  const digest = await tasks.digest(task.id);
  const text = [`[bg:${task.id}] ${stateWords(task, Date.now())}`, digest.text].filter(Boolean).join('\n');
  return { text, lines: digest.lines };
}

function goesOnWords(task: Task): string {
  const paused = task.status.phase === 'paused' ? ' It acts on most signals only when it is resumed.' : '';
  return `[bg:${task.id}] It did not end within ${seconds(SIGNAL_MOMENT)}: ${stateWords(task, Date.now())}.${paused}`;
}
