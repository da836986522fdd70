import { expect, test } from 'vitest';
import type { LineRange } from '../../../src/background/task-log.ts';
import { openTools } from '../../fixtures/open-tools.ts';

/** Where a line of `seq` begins. */
const begin = (line: number) =>
  Array.from({ length: line - 1 }, (_, index) => `${index + 1}\n`.length).reduce((sum, length) => sum + length, 0);
const lines = (first: number, last = first): LineRange => [begin(first), begin(last)];

test('a result says which lines of the log it shows, and of what is cut none', async () => {
  const { call, tasks } = openTools();
  const { result } = await call('background_run', { command: 'seq 1 20000; echo "error: boom"; seq 1 5' });
  const id = result.taskId ?? '';
  await tasks.waitForEnd(id);
  const quoted = async (query: object) => (await call('check_background', { task_id: id, ...query })).result.quoted;
  expect(await quoted({ offset: 10, limit: 3 })).toEqual([lines(10, 12)]);
  expect(await quoted({ grep: '^(?:7|500|501)$' })).toEqual([lines(7), lines(500), lines(501)]);
  const [, second] = (await call('check_background', { task_id: id })).result.text.split('printed ');
  expect(second).toContain('20001: error: boom');
  expect((await quoted({}))?.some(([first, last]) => first <= begin(20_001) && begin(20_001) <= last)).toBe(true);
  expect(await quoted({ offset: 1, limit: 1_000 })).toEqual([lines(1, 1_000)]);
  const end = begin(20_001) + 'error: boom\n'.length;
  expect(await quoted({ tail: 3 })).toEqual([[end + 4, end + 8]]);
  expect((await quoted({ grep: '^1$', context: 2 }))?.[0]).toEqual(lines(1, 3));
});

test('a command in the foreground shows all of a short log', async () => {
  const { call } = openTools();
  expect((await call('bash', { command: 'seq 1 30' })).result.quoted).toEqual([lines(1, 30)]);
  expect((await call('bash', { command: 'true' })).result.quoted).toBeUndefined();
});
