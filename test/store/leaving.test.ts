import { expect, test } from 'vitest';
import type { TaskStatus } from '../../src/background/task.ts';
import { leavingItems } from '../../src/store/leaving.ts';
import { emptyState } from '../../src/store/empty-state.ts';
import { reduce } from '../../src/store/reduce.ts';
import { runningTask, spec } from '../fixtures/tasks.ts';

const info = { id: 'session-a', at: 0, cwd: '/', provider: 'offline', model: 'offline' };
const queued: TaskStatus = { phase: 'queued', since: 1, waitsFor: [] };
const agent = { ...spec, hosted: { kind: 'agent', prompt: 'look' } } as const;
const call = { ...spec, hosted: { kind: 'call', server: 'files', tool: 'read', input: {} } } as const;
const elsewhere = { ...spec, sessionId: 'other' };

const others = [runningTask({ id: '1' }), runningTask({ id: '2', status: queued, spec: elsewhere })];
const waiting = runningTask({ id: '3', status: queued });
const hosted = [runningTask({ id: '4', spec: agent }), runningTask({ id: '5', spec: agent, status: queued })];
const called = runningTask({ id: '6', spec: call });

test.each([
  ['resume', others, undefined],
  ['clear', [...others, waiting], undefined],
  ['fork', [...others, waiting], '1 waiting task ends'],
  ['clear', [waiting, ...hosted], '2 agents end'],
  ['resume', [waiting, ...hosted, called], '2 agents, 1 MCP call, 1 waiting task end'],
] as const)('who wants to %s is asked about what would end by it', (kind, tasks, words) => {
  const events = [
    { type: 'session_started', info } as const,
    ...tasks.map((task) => ({ type: 'task_started', task }) as const),
  ];
  const state = events.reduce((before, event) => reduce(before, event, 0), emptyState);
  const next = kind === 'resume' ? ({ kind, id: 'b' } as const) : kind === 'fork' ? { kind, back: 0 } : { kind };
  const [stay, leave] = leavingItems(state, next);
  expect(stay?.value).toBe(words === undefined ? undefined : 'stay');
  expect(leave?.words).toBe(words);
});
