/** What the model is going to do: the step it is at, with those around it where the tasks stand at the side. */
import type { Todo } from '../agent/events.ts';
import { screenLine, truncate } from './text.ts';
import type { Theme } from './theme.ts';

const MOST_STEPS = 6;

export interface TodoLinesOptions {
  readonly width: number;
  /** Rows of the whole pane; a third of them at most is taken. */
  readonly height: number;
  readonly theme: Theme;
}

/** The last lines of the pane; nothing when there are no steps, all are done, or there is no room. */
export function todoLines(todos: readonly Todo[], { width, height, theme }: TodoLinesOptions): readonly string[] {
  const done = todos.filter(({ state }) => state === 'done').length;
  const rows = Math.min(MOST_STEPS, todos.length, Math.floor(height / 3) - 2);
  if (done === todos.length || rows < 1) return [];
  const at = todos.findIndex(({ state }) => state !== 'done');
  const from = Math.max(0, Math.min(at - 1, todos.length - rows));
  const steps = todos.slice(from, from + rows).map((todo) => truncate(` ${stepLine(todo, theme)}`, width - 1));
  return ['', theme.dim(` steps · ${done} of ${todos.length} done`), ...steps];
}

/** `step 2 of 4  Fix the rounding`, where there is one line; nothing when there are no steps or all are done. */
export function stepWords(todos: readonly Todo[], { theme }: Pick<TodoLinesOptions, 'theme'>): string {
  const at = todos.findIndex(({ state }) => state !== 'done');
  const doing = todos.findIndex(({ state }) => state === 'doing');
  const index = doing === -1 ? at : doing;
  const todo = todos[index];
  return todo === undefined ? '' : `${theme.bold(`step ${index + 1} of ${todos.length}`)}  ${screenLine(todo.text)}`;
}

function stepLine({ text, state }: Todo, theme: Theme): string {
  const words = screenLine(text);
  switch (state) {
    case 'done':
      return theme.dim(`✓ ${words}`);
    case 'doing':
      return `${theme.accent('▸')} ${words}`;
    case 'open':
      return `${theme.dim('·')} ${words}`;
    default:
      return state satisfies never;
  }
}
