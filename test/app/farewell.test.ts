import { expect, test } from 'vitest';
import { farewellLines } from '../../src/app/farewell.ts';
import { endedTask, exitZero, runningTask } from '../fixtures/tasks.ts';

const facts = {
  sessionId: 'session-a',
  isRecorded: true,
  project: '/home/ada/shop',
  startedIn: '/home/ada/shop',
  home: '/home/ada',
};

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
    'Resume this session with: meanwhile --resume session-a',
    '2 tasks still running:',
    '  a  npm install  (log: /state/1f3a9c2e)',
    '  b  npm install  (paused; log: /state/1f3a9c2e)',
    '1 queued task was not started:',
    '  d  npm install',
  ]);
});

test.each([
  [{}, ['Resume this session with: meanwhile --resume session-a']],
  [{ startedIn: '/home/ada' }, ['Resume this session with: meanwhile --cwd /home/ada/shop --resume session-a']],
  [{ startedIn: '/', project: "/it's" }, [`Resume this session with: meanwhile --cwd '/it'\\''s' --resume session-a`]],
  [{ isRecorded: false }, []],
])('where nothing runs, only the way back to the session is named: %j', (other, lines) => {
  expect(farewellLines({ ...facts, ...other, tasks: [endedTask()] })).toEqual(lines);
});
