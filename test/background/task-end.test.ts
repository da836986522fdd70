import { expect, test } from 'vitest';
import { describeEnd } from '../../src/background/task-outcome.ts';
import { taskEnd } from '../../src/background/task-end.ts';
import type { Actor, TaskEndKind } from '../../src/background/task.ts';

const exited: TaskEndKind = { kind: 'exited', code: 0 };
const killed: TaskEndKind = { kind: 'signalled', signal: 'SIGKILL' };

test.each<[name: string, end: TaskEndKind, by: Actor | undefined, told: object]>([
  ['an exit of its own', exited, undefined, { kind: 'exited', code: 0, by: 'itself' }],
  ['a kill from outside', killed, undefined, { kind: 'signalled', signal: 'SIGKILL', by: 'outside' }],
  ['a fault', { kind: 'signalled', signal: 'SIGABRT' }, undefined, { signal: 'SIGABRT', by: 'itself' }],
  ['a closed pipe', { kind: 'signalled', signal: 'SIGPIPE' }, undefined, { signal: 'SIGPIPE', by: 'itself' }],
  ['a stop by the user', killed, 'user', { kind: 'signalled', signal: 'SIGKILL', by: 'user' }],
  ['a stop that it answered with an exit', exited, 'model', { kind: 'exited', code: 0, by: 'model' }],
  ['its time limit', killed, 'time limit', { kind: 'timed-out', after: 5_000, by: 'time limit' }],
  ['a loss while it was stopped', { kind: 'lost', reason: 'r' }, 'user', { kind: 'lost', by: 'unknown' }],
  ['a failed start', { kind: 'failed-to-start', reason: 'r' }, 'user', { kind: 'failed-to-start', by: 'itself' }],
])('%s is told with its actor', (_name, end, by, told) => {
  const request = by === undefined ? undefined : { by, since: 90 };
  const runEnd = { end, at: 100, leftRunning: 1 };
  expect(taskEnd({ runEnd, request, timeLimit: 5_000, command: 'make' })).toMatchObject({
    ...told,
    at: 100,
    leftRunning: 1,
  });
});

test('who came too late to stop it did not end it', () => {
  const end = taskEnd({
    runEnd: { end: exited, at: 100, leftRunning: 0 },
    request: { by: 'user', since: 101 },
    timeLimit: null,
    command: 'make',
  });
  expect(end.by).toBe('itself');
});

test.each([
  ['docker run --rm db', true],
  ['cd db && /usr/bin/podman run db; echo over', true],
  ['docker compose -f dev.yml up', true],
  ['docker-compose up db', true],
  ['docker ps', false],
  ['docker build . && npm run up', false],
  ['echo docker-run', false],
])('%j that was killed says whether a container may go on: %s', (command, mayGoOn) => {
  const runEnd = { end: killed, at: 100, leftRunning: 0 };
  const end = taskEnd({ runEnd, request: { by: 'user', since: 90 }, timeLimit: null, command });
  const words = 'SIGKILL, stopped by the user';
  expect(describeEnd(end)).toBe(mayGoOn ? `${words}, its container may go on (docker ps, docker stop)` : words);
});

test.each([
  ['forward', { at: 100, drift: 7_200_000 }],
  ['back', { at: 100, drift: -7_200_000 }],
])('who stopped it is told although the clock was set %s meanwhile', (_name, { at, drift }) => {
  const since = drift > 0 ? 90 + drift : 90;
  const runEnd = { end: killed, at, drift, leftRunning: 0 };
  expect(taskEnd({ runEnd, request: { by: 'user', since }, timeLimit: null, command: 'make' }).by).toBe('user');
});
