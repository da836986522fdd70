import { expect, test } from 'vitest';
import { noSpending } from '../../src/agent/spending.ts';
import type { Report } from '../../src/export/report.ts';
import { factsOf } from '../../src/export/words.ts';
import { endedTask } from '../fixtures/tasks.ts';

test.each([
  [1, ['1 task', '1 request']],
  [2, ['2 tasks', '2 requests']],
])('%d of each is told in the right number', (count, words) => {
  const tasks = Array.from({ length: count }, () => ({ task: endedTask(), log: [] }));
  const report = { startedAt: 0, endedAt: 1_000, spans: [], tasks, requests: count, usage: noSpending.usage };
  const facts = factsOf(report as unknown as Report).map(({ name, value }) => `${value} ${name}`);
  expect(facts).toEqual(expect.arrayContaining(words));
});
