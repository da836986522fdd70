import { z } from 'zod';
import type { Todo } from '../events.ts';
import type { Tool } from './tool.ts';
import { counted, oneLine } from './words.ts';

const MOST = 50;

const schema = z.strictObject({
  todos: z
    .array(
      z.strictObject({
        text: z.string().min(1).max(200).describe('One step, in a few words'),
        state: z.enum(['open', 'doing', 'done']),
      }),
    )
    .max(MOST)
    .describe('The complete list, in order; it replaces the previous one'),
});

type Input = z.infer<typeof schema>;

export const todoWrite: Tool<Input> = {
  name: 'todo_write',
  description:
    'Shows the user your plan and your progress. Use it for work of three or more steps; update it whenever a step ' +
    'starts or is done. Only one step at a time is doing.',
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
