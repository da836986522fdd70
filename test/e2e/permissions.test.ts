import { readdir } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
import { test } from './program-test.ts';

const ASKS: readonly string[] = [];

describe.concurrent('permissions', () => {
  test('a rule is shown before it is kept, and holds in the next session', async ({ start, startApi }) => {
    const api = await startApi([
      call('bash', { command: 'mkdir one' }),
      say('Made.'),
      call('bash', { command: 'mkdir two' }),
      say('Made again.'),
    ]);
    const { program, place, send, answer } = await start({ api, args: ASKS });
    await send('go');
    await program.waitFor('Run this command?');
    await program.waitFor('Yes, always: bash(mkdir *)');
    await answer('a');
    await program.waitFor('› 3 Yes, always');
    program.key('enter');
    await program.waitFor('Made.');
    await program.close();

    const second = await start({ api, place, args: ASKS });
    await second.send('again');
    await second.program.waitFor('Made again.');
    expect(await readdir(place.project)).toEqual(['one', 'two']);
  });

  test('shift+tab goes through the modes, which are always shown, and plan refuses to do things', async ({
    start,
    startApi,
  }) => {
    const api = await startApi([call('bash', { command: 'mkdir one' }), say('I would make a folder.')]);
    const { program, place, send } = await start({ api, args: ASKS });
    await program.waitFor('asks');
    program.key('shift+tab');
    await program.waitFor('edits freely');
    program.key('shift+tab');
    await program.waitFor('plan: reads only');
    await send('make a folder');
    await program.waitFor('I would make a folder.');
    expect(await readdir(place.project)).toEqual([]);
    const [first, second] = api.requests.map(({ body }) => JSON.stringify(body.messages));
    expect(first).toContain('Plan mode is on');
    expect(second).toContain('Plan mode is on, and nothing was done');
    program.key('shift+tab');
    await program.waitFor((screen) => !screen.includes('plan: reads only'));
    await send('/permissions all');
    await program.waitFor('asks nothing');
  });
});
