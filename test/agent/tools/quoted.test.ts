import { expect, test } from 'vitest';
import { openTools } from '../../fixtures/open-tools.ts';

test('a result says which lines of the log it shows, and of what is cut none', async () => {
  const { call, tasks } = openTools();
  const { result } = await call('background_run', { command: 'seq 1 20000; echo "error: boom"; seq 1 5' });
  const id = result.taskId ?? '';
  await tasks.waitForEnd(id);
  const quoted = async (query: object) => (await call('check_background', { task_id: id, ...query })).result.quoted;
  expect(await quoted({ offset: 10, limit: 3 })).toEqual([[10, 12]]);
  expect(await quoted({ grep: '^(?:7|500|501)$' })).toEqual([
    [7, 7],
    [500, 501],
  ]);
  const [, second] = (await call('check_background', { task_id: id })).result.text.split('printed ');
  expect(second).toContain('20001: error: boom');
  expect((await quoted({}))?.some(([first, last]) => first <= 20_001 && 20_001 <= last)).toBe(true);
  expect(await quoted({ offset: 1, limit: 1_000 })).toEqual([[1, 1_000]]);
  // Its numbers would have to be counted.
  expect(await quoted({ tail: 3 })).toBeUndefined();
});

test('a command in the foreground shows all of a short log', async () => {
  const { call } = openTools();
  expect((await call('bash', { command: 'seq 1 30' })).result.quoted).toEqual([[1, 30]]);
  expect((await call('bash', { command: 'true' })).result.quoted).toBeUndefined();
});
