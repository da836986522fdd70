import { expect, test } from 'vitest';
import { factsAfter } from '../../../src/agent/tools/task-facts.ts';
import type { Task } from '../../../src/background/task.ts';
import { endedTask, runningTask } from '../../fixtures/tasks.ts';

const now = 21_000;
const printing = (words: string) => ({ output: { size: 9, lastLine: '', progress: { words } } });

test.each<[string, Partial<Task>, string]>([
  ['nothing that is known', {}, ''],
  ['what its output says', printing('12 of 80'), ' · its output says: 12 of 80'],
  ['what is left', { usual: 32_000 }, ' · about 12.0 s left, going by earlier runs'],
  ['that it is late', { usual: 15_000 }, ' · earlier runs took 15.0 s'],
  ['that it is slow', { usual: 5_000 }, ' · slower than usual: earlier runs took 5.0 s'],
  ['its port', { ports: [5173] }, ' · listens on TCP port 5173'],
  ['its ports', { ports: [5173, 9229] }, ' · listens on TCP ports 5173, 9229'],
])('of a task that runs the model is told %s (FIELD S2, P7)', (_, changes, words) => {
  expect(factsAfter(runningTask(changes), now)).toBe(words);
});

test('of an ended task nothing of that is told', () => {
  expect(factsAfter(endedTask({ ...printing('12 of 80'), usual: 5_000, ports: [5173] }), now)).toBe('');
});
