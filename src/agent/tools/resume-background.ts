import { z } from 'zod';
import { findTask } from './find-task.ts';
import { pauseAnswer } from './pause-answer.ts';
import type { Tool } from './tool.ts';
import { oneLine } from './words.ts';

const schema = z.strictObject({ task_id: z.string().min(1).describe('The task') });

type Input = z.infer<typeof schema>;

export const resumeBackground: Tool<Input> = {
  name: 'resume_background',
  description: 'Lets a paused background task continue.',
  schema,
  headline: ({ task_id }) => ({ verb: 'resumed', subject: oneLine(task_id) }),
  // What goes on was allowed when it was started.
  permission: async () => ({ kind: 'free' }),
  async run({ task_id }, { tasks }) {
    const found = findTask(task_id, tasks);
    if (found.kind === 'failed') return found.outcome;
    return pauseAnswer(await tasks.resume(found.task.id), { task: found.task, wanted: 'running' });
  },
};
