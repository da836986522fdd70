import { expect, test } from 'vitest';
import { chanceOfLateWake } from '../../src/agent/late-wake.ts';
import { longCachePays } from '../../src/agent/model-facts.ts';
import type { Task } from '../../src/background/task.ts';
import { endedTask, runningTask, spec } from '../fixtures/tasks.ts';

const MINUTE = 60_000;
const now = 100 * MINUTE;

/** Started so many minutes ago; usually takes so many. */
function running(elapsed: number, usual?: number, limit?: number): Task {
  return runningTask({
    status: { phase: 'running', startedAt: now - elapsed * MINUTE },
    spec: { ...spec, timeLimit: limit === undefined ? null : limit * MINUTE },
    ...(usual !== undefined && { usual: usual * MINUTE }),
  });
}

test.each<[string, readonly Task[], number | undefined]>([
  ['nothing runs', [endedTask()], undefined],
  ['it was never measured', [running(0)], 0.25],
  ['it usually takes 20 minutes more', [running(10, 30)], 0.95],
  ['it usually ends in two minutes', [running(10, 12)], 0.05],
  ['it usually takes a second', [running(0, 1 / 60)], 0.05],
  ['its time limit ends it in two minutes', [running(3, undefined, 5)], 0],
  ['it has taken three times as long as usual', [running(30, 10)], 0.25],
  ['a slow one and a quick one run', [running(0, 30), running(0, 1)], 0.05],
])('the chance of a late request is that of the first task to end: %s', (_, tasks, chance) => {
  expect(chanceOfLateWake(tasks, now)).toBe(chance);
});

test('a long cache pays for a long conversation before a slow task, and not before a quick one', () => {
  const tokens = { whole: 20_000, fresh: 8_000 };
  expect(longCachePays('claude-sonnet-5-5', { ...tokens, late: 0.95 })).toBe(true);
  expect(longCachePays('claude-sonnet-5-5', { ...tokens, late: 0.25 })).toBe(false);
  expect(longCachePays('claude-sonnet-5-5', { whole: 200_000, fresh: 2_000, late: 0.25 })).toBe(true);
  expect(longCachePays('claude-sonnet-5-5', { whole: 20_000, fresh: 2_000, late: 0.05 })).toBe(false);
});
