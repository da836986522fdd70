import { z } from 'zod';
import type { Todo } from '../events.ts';
import type { Tool } from './tool.ts';
import { counted, oneLine } from './words.ts';

const MOST = 50;

const schema = z.strictObject({
  todos: z
    .array(
      z.strictObject({
        text: z.string().min(1).max(200).describe('One step, in few words'),
        state: z.enum(['open', 'doing', 'done']),
      }),
    )
    .max(MOST)
    .describe('The whole list, in order; it takes the place of the one before. An empty one clears it'),
});

type Input = z.infer<typeof schema>;

export const todoWrite: Tool<Input> = {
  name: 'todo_write',
  description:
    'Shows the user what you are going to do, step by step, and how far you are. Use it for work of three or more ' +
    'steps, and write it again whenever a step begins or ends; one step at a time is doing.',
  schema,
  headline: ({ todos }) => ({ verb: 'planned', subject: current(todos) }),
  permission: async () => ({ kind: 'free' }),
  async run({ todos }) {
    const shown = todos.map(({ text, state }) => ({ text: oneLine(text), state }));
    const done = todos.filter(({ state }) => state === 'done').length;
    const text =
      todos.length === 0 ? 'The list is empty.' : `The user sees ${counted(todos.length, 'step')}, ${done} done.`;
    return { text, isError: false, summary: `${done} of ${todos.length} done`, todos: shown };
  },
};

function current(todos: readonly Todo[]): string {
  const step = todos.find(({ state }) => state === 'doing') ?? todos.find(({ state }) => state === 'open');
  return step === undefined ? counted(todos.length, 'step') : oneLine(step.text);
}
