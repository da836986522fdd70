import { expect, test } from 'vitest';
import { spokenLines } from '../../src/linear/spoken-lines.ts';
import { emptyState } from '../../src/store/empty-state.ts';
import { reduce } from '../../src/store/reduce.ts';
import type { AgentEvent } from '../../src/agent/events.ts';
import { endedTask, runningTask } from '../fixtures/tasks.ts';

const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const said = (text: string): AgentEvent => ({
  type: 'assistant_message',
  at: 3,
  message: { role: 'assistant', blocks: [{ kind: 'text', text }] },
});

test('what the model says is said once, when it is complete, without rows of backticks', () => {
  const text = 'So:\n\n```ts\nlet a = 1;\n```\n\nDone.';
  expect(
    spoken([
      { type: 'turn_started', at: 1, cause: 'prompt' },
      { type: 'request_started', at: 1, request: 1 },
      { type: 'text_delta', text: text.slice(0, 5) },
      { type: 'text_delta', text: text.slice(5) },
      { type: 'request_done', at: 2, stopReason: 'end_turn', usage },
      said(text),
      { type: 'turn_ended', at: 4, reason: 'answered' },
    ]),
  ).toEqual(['Model: So:', 'Code:', 'let a = 1;', 'Done.', 'Ready.']);
});

test('a task is said when it starts, asks and ends; what it prints is not', () => {
  const task = runningTask();
  const asks = { line: 'Password:', silence: 45_000, size: 3 };
  expect(
    spoken([
      { type: 'task_started', task },
      { type: 'task_output', id: task.id, output: { size: 3, lastLine: 'abc' } },
      { type: 'task_asks', task: { ...task, asks, output: { size: 3, lastLine: 'Password:' } } },
      { type: 'task_done', task: endedTask() },
    ]),
  ).toEqual([
    'Task 1f3a9c2e, npm install, runs.',
    'Task 1f3a9c2e, npm install, seems to wait for input: Password: To answer: /send 1f3a9c2e TEXT',
    'Task 1f3a9c2e, npm install, ended after 41 s: exit 0.',
  ]);
});

test('a command in the foreground is the conversation’s, not a task to be told of', () => {
  const task = runningTask({ attended: true });
  expect(
    spoken([
      { type: 'task_started', task },
      { type: 'task_done', task: endedTask({ attended: true }) },
    ]),
  ).toEqual([]);
});

function spoken(events: readonly AgentEvent[]): readonly string[] {
  let state = emptyState;
  return events.flatMap((event) => {
    const before = state;
    state = reduce(state, event, 10);
    return spokenLines({ before, after: state, prompts: false });
  });
}
