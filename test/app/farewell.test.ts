import { expect, test } from 'vitest';
import { farewellLines } from '../../src/app/farewell.ts';
import { endedTask, exitZero, runningTask } from '../fixtures/tasks.ts';

const facts = { sessionId: 'session-a', record: '/home/ada/record', home: '/home/ada' };

test('the last words tell what goes on, what is paused, and what will not start', () => {
  const skipped = { ...exitZero, kind: 'skipped', reason: 'it had not started', by: 'shutdown' } as const;
  const tasks = [
    runningTask({ id: 'a' }),
    runningTask({ id: 'b', status: { phase: 'paused', startedAt: 0, since: 0 } }),
    endedTask({ id: 'c' }),
    endedTask({ id: 'd' }, skipped),
    endedTask({ id: 'e' }, { ...skipped, by: 'user' }),
  ];
  expect(farewellLines({ ...facts, tasks })).toEqual([
    'Session session-a is kept in ~/record',
    '2 tasks still running:',
    '  a  npm install  (log: /state/1f3a9c2e)',
    '  b  npm install  (paused; log: /state/1f3a9c2e)',
    'To come back to them: meanwhile --continue',
    '1 task had to wait and will not start:',
    '  d  npm install',
  ]);
});

test('where nothing runs, only the session is named', () => {
  expect(farewellLines({ ...facts, tasks: [endedTask()] })).toEqual(['Session session-a is kept in ~/record']);
});
