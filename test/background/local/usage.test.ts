import { expect, onTestFinished, test, vi } from 'vitest';
import type { Family } from '../../../src/background/local/process-tree.ts';
import type { MachineProcess } from '../../../src/background/local/processes.ts';
import { createUsageSampler } from '../../../src/background/local/usage-sampler.ts';
import type { TaskId, TaskUsage } from '../../../src/background/task.ts';
import { openBackground } from '../open-background.ts';

const PATIENCE = { timeout: 20_000, interval: 50 };

test('a task’s whole tree is measured: processor time and memory of what it started', async () => {
  const { manager, run } = await openBackground();
  const busy = run(`${process.execPath} -e "const held = Buffer.alloc(60e6, 1); for (;;) held[0]++" & wait`).id;
  const idle = run('sleep 300').id;
  let seen: ReadonlyMap<TaskId, TaskUsage> = new Map();
  onTestFinished(manager.watchUsage((usage) => void (seen = usage)));
  await vi.waitFor(() => {
    expect(seen.get(busy)?.cpu).toBeGreaterThan(0.05);
    expect(seen.get(busy)?.memory).toBeGreaterThan(60_000_000);
    expect(seen.get(busy)?.processes).toBeGreaterThan(1);
    expect(seen.get(idle)?.cpu).toBeLessThan(0.05);
    expect(seen.get(idle)?.pid).toBeGreaterThan(1);
  }, PATIENCE);
}, 30_000);

test('the machine is looked at only while somebody listens', async () => {
  let looks = 0;
  const list = async () => {
    looks += 1;
    return [];
  };
  const sampler = createUsageSampler({ families: () => [family], list, interval: 5 });
  const stops = [sampler.watch(() => undefined), sampler.watch(() => undefined)];
  await vi.waitFor(() => expect(looks).toBeGreaterThan(3), PATIENCE);
  for (const stop of stops) stop();
  const before = looks;
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(looks).toBeLessThanOrEqual(before + 1);
});

test('tasks that do nothing are looked at seldom, until one begins', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  let looks = 0;
  const list = async () => {
    looks += 1;
    return [processOf({ cpu: 0 })];
  };
  const sampler = createUsageSampler({ families: () => [family], list, interval: 2_000 });
  onTestFinished(sampler.watch(() => undefined));
  await vi.advanceTimersByTimeAsync(82_000);
  expect(looks).toBeLessThan(15);
  const before = looks;
  sampler.wake();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(looks).toBe(before + 1);
});

test('time that went with a child nobody waited for is not counted as less than none', async () => {
  const used = [500, 200];
  const list = async () => [processOf({ cpu: used.shift() ?? 200 })];
  const told: (number | undefined)[] = [];
  const sampler = createUsageSampler({ families: () => [family], list, interval: 5 });
  onTestFinished(sampler.watch((usage) => told.push(usage.get('1f3a9c2e')?.cpu)));
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(2), PATIENCE);
  expect(told.slice(0, 3)).toEqual([undefined, 0, 0]);
});

const family: Family = { id: '1f3a9c2e', folder: '/nowhere', supervisor: 4711, since: 0 };

function processOf(changes: Partial<MachineProcess>): MachineProcess {
  return {
    pid: 4712,
    parent: 4711,
    group: 4711,
    session: 4711,
    name: 'node',
    state: 'S',
    started: 1,
    cpu: 0,
    memory: () => 0,
    args: () => 'node',
    mark: () => undefined,
    isHelper: () => false,
    ...changes,
  };
}
