/** Thousands of tasks of earlier programs are taken up piece by piece: what else there is to do has its turn. */
import fs from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openBackground } from './open-background.ts';

const MANY = 2_000;
/** Milliseconds; it was many times as long, and grew with the square of their number. */
const LONGEST_BLOCK = 1_000;

const idOf = (index: number) => (0x10000000 + index).toString(16);

function plant(tasksFolder: string, state: string, more: object = {}): void {
  for (let index = 0; index < MANY; index++) {
    const id = idOf(index);
    const folder = path.join(tasksFolder, id);
    const spec = { command: 'true', cwd: tasksFolder, timeLimit: null, startedBy: 'model', sessionId: 'test' };
    fs.mkdirSync(folder, { recursive: true });
    const record = { version: 1, id, spec, createdAt: Date.now(), bootId: 'unknown', ...more };
    fs.writeFileSync(path.join(folder, state), JSON.stringify(record));
  }
}

test.each([
  ['that have ended', 'done.0', {}],
  ['that run where their processes cannot be seen', 'run.1', { pidNamespace: 'pid:[1]' }],
  ['whose supervisors are dead', `run.${2 ** 22 + 1}`, {}],
])(
  '%s',
  async (_, state, more) => {
    const { manager, tasksFolder, events, leave } = await openBackground();
    onTestFinished(leave);
    plant(tasksFolder, state, more);
    const gaps: number[] = [];
    let last = performance.now();
    const timer = setInterval(() => {
      gaps.push(performance.now() - last);
      last = performance.now();
    }, 1);
    onTestFinished(() => clearInterval(timer));
    await manager.adopt(() => true);
    expect(manager.list()).toHaveLength(MANY);
    await vi.waitFor(() => expect(events.length).toBeGreaterThanOrEqual(MANY), 10_000);
    expect(gaps.length).toBeGreaterThan(10);
    expect(Math.max(...gaps)).toBeLessThan(LONGEST_BLOCK);
  },
  60_000,
);
