import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { Todo } from '../../src/agent/events.ts';
import { createTheme } from '../../src/components/theme.ts';
import { todoLines } from '../../src/components/todo-lines.ts';
import { emptyState } from '../../src/store/empty-state.ts';
import { reduce } from '../../src/store/reduce.ts';
import { openTools } from '../fixtures/open-tools.ts';

const theme = createTheme({ colours: false });
const steps = (...states: readonly Todo['state'][]): readonly Todo[] =>
  states.map((state, index) => ({ text: `step ${index + 1}`, state }));

test('the step the model is at is shown with those around it, in a third of the pane', () => {
  const todos = steps('done', 'done', 'done', 'doing', 'open', 'open', 'open', 'open');
  expect(todoLines(todos, { width: 30, height: 17, theme }).map(stripVTControlCharacters)).toEqual([
    '',
    ' steps · 3 of 8 done',
    ' ✓ step 3',
    ' ▸ step 4',
    ' · step 5',
  ]);
  expect(todoLines(todos, { width: 30, height: 8, theme })).toEqual([]);
  expect(todoLines(steps('done', 'done'), { width: 30, height: 40, theme })).toEqual([]);
});

test('what the model plans reaches the screen, and the last plan counts', async () => {
  const { call } = openTools();
  let state = emptyState;
  for (const todos of [steps('doing', 'open'), steps('done', 'doing')]) {
    const ran = await call('todo_write', { todos });
    expect(ran.result.isError).toBe(false);
    state = reduce(state, { type: 'tool_done', at: 1, ...ran }, 1);
  }
  expect(state.session.todos).toEqual(steps('done', 'doing'));
});
