import { expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { emptyState } from '../../src/store/empty-state.ts';
import { reduce } from '../../src/store/reduce.ts';
import { spendingWords } from '../../src/store/spending-words.ts';
import { runningTask } from '../fixtures/tasks.ts';

const usage = { input: 1_000, output: 2_000, cacheRead: 90_000, cacheWrite: 9_000 };
const told = `[bg:1f3a9c2e] completed: exit 0\n${'x'.repeat(318)}`;

const after = (events: readonly AgentEvent[]) => events.reduce((state, event) => reduce(state, event, 0), emptyState);

test('what was used is told by kind, with the share of the cache, money and notices', () => {
  const words = spendingWords(
    after([
      {
        type: 'model_announced',
        model: 'claude-sonnet-5-5',
        effort: null,
        thinking: 'on',
        window: 1_000_000,
        models: [],
      },
      { type: 'task_started', task: runningTask({ id: '1f3a9c2e' }) },
      {
        type: 'user_message',
        at: 1,
        message: {
          role: 'user',
          blocks: [
            {
              kind: 'notice',
              text: `<background-results>\n${told}`,
              tasks: [{ id: '1f3a9c2e', line: 'npm install completed' }],
            },
          ],
        },
        told: ['1f3a9c2e'],
        promptIds: [],
      },
      { type: 'request_done', at: 2, stopReason: 'end_turn', usage, model: 'claude-sonnet-5-5', dollars: 0.05 },
      { type: 'request_done', at: 3, stopReason: 'end_turn', usage, model: 'llama' },
    ]),
  );
  expect(words.split('\n')).toEqual([
    'requests                2',
    'tokens                  204,000',
    '  sent uncached         2,000',
    '  written to the cache  18,000',
    '  read from the cache   180,000  (90 % of what was sent)',
    '  answered              4,000',
    'context now             102,000  (10 % of 1M)',
    expect.stringMatching(/^money {19}\$0\.050 .*; no price is known for 1 of llama; the setting prices adds one$/),
    'notices of tasks        ~100  (estimated by their characters)',
    '  1f3a9c2e              ~100  npm install',
  ]);
});

test('what agents used is told of each', () => {
  const request = { type: 'agent_request', at: 2, usage, model: 'claude-sonnet-5-5', dollars: 0.05 } as const;
  const words = spendingWords(
    after([
      { type: 'task_started', task: runningTask({ id: '1f3a9c2e' }) },
      { ...request, taskId: '1f3a9c2e' },
      { ...request, taskId: '1f3a9c2e' },
      { ...request, type: 'request_done', stopReason: 'end_turn' },
    ]),
  );
  expect(words.split('\n')).toEqual(
    expect.arrayContaining([
      'requests                3',
      'of it by agents         204,000 tokens',
      '  1f3a9c2e              204,000  $0.10  npm install',
    ]),
  );
});

test('nothing is counted before there was a request', () => {
  expect(spendingWords(emptyState)).toBe('No request was answered yet: nothing was used.');
});
