import { execa } from 'execa';
import { expect } from 'vitest';
import { call, say, type Reply } from '../fixtures/api-replies.ts';
import { toldIn } from '../fixtures/open-session.ts';
import { PROGRAM } from '../fixtures/program.ts';
import { test } from './program-test.ts';

test('a stop from another terminal is told to the model once, as what the user did', async ({ start, startApi }) => {
  const api = await startApi(({ messages }): Reply =>
    messages.length === 1
      ? [say('It runs.'), call('background_run', { command: 'sleep 300', label: 'nap' })]
      : say(`I have read ${messages.length} messages.`),
  );
  const { program, place, send } = await start({ api });
  await send('start it');
  await program.waitFor('I have read 3 messages.');
  const tasks = (...args: readonly string[]) =>
    execa(process.execPath, [PROGRAM, 'tasks', ...args], { cwd: place.project, env: place.env, extendEnv: false });
  const [{ id }] = JSON.parse((await tasks('list', '--json')).stdout);
  expect((await tasks('stop', id)).stdout).toMatch(/^[0-9a-f]{8} {2}stopped: .*stopped by the user.*nap: sleep 300$/);
  await program.waitFor('I have read 5 messages.');
  expect(program.screen()).toMatch(/stopped by the user/);
  const request = await api.waitForRequest(3);
  expect(toldIn(request)).toHaveLength(1);
  expect(JSON.stringify(request.body.messages.at(-1))).toMatch(
    new RegExp(`bg:${id}\\] stopped: [^"]*stopped by the user`),
  );
});
