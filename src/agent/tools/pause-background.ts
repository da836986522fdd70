import { z } from 'zod';
import { findTask } from './find-task.ts';
import { pauseAnswer } from './pause-answer.ts';
import type { Tool } from './tool.ts';
import { oneLine } from './words.ts';

const schema = z.strictObject({ task_id: z.string().min(1).describe('The task') });

type Input = z.infer<typeof schema>;

export const pauseBackground: Tool<Input> = {
  name: 'pause_background',
  description:
    'Suspends a background task and everything it started, time limit included, until resume_background. For making ' +
    'room for something urgent: a queued task starts.',
  schema,
  headline: ({ task_id }) => ({ verb: 'paused', subject: oneLine(task_id) }),
  // It runs nothing new and changes no file, so it is free, as stopping is.
  permission: async () => ({ kind: 'free' }),
  async run({ task_id }, { tasks }) {
    const found = findTask(task_id, tasks);
    if (found.kind === 'failed') return found.outcome;
    return pauseAnswer(await tasks.pause(found.task.id), { task: found.task, wanted: 'paused' });
  },
};
