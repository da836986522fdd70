import { expect, test, vi } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { createBatch } from '../../src/store/batch.ts';

test('thousands of events at once are handed over in order in slices', async () => {
  const handed: (readonly AgentEvent[])[] = [];
  const batch = createBatch((events) => handed.push(events));
  const events = Array.from({ length: 9_000 }, (_, n) => ({ type: 'prompt_retracted', id: n }) as const);
  events.forEach(batch.add);
  await vi.waitFor(() => expect(handed.flat()).toHaveLength(9_000));
  expect(handed.flat()).toEqual(events);
  expect(Math.max(...handed.map(({ length }) => length))).toBeLessThanOrEqual(2_000);
});

test('a flush hands over all that waits', () => {
  const handed: AgentEvent[] = [];
  const batch = createBatch((events) => handed.push(...events));
  const events = Array.from({ length: 9_000 }, (_, n) => ({ type: 'prompt_retracted', id: n }) as const);
  events.forEach(batch.add);
  batch.flush();
  expect(handed).toEqual(events);
});
