import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
import { test } from './program-test.ts';

const ASKS: readonly string[] = [];
const COMMAND = `printf 'a  b' > made.txt`;

describe.concurrent('a question before a command', () => {
  test('shows exactly what will run, and y runs it once', async ({ start, startApi }) => {
    const again = `echo second >> made.txt`;
    const api = await startApi([
      call('bash', { command: COMMAND }),
      call('bash', { command: again }),
      say('Both are done.'),
    ]);
    const { program, place, send, answer } = await start({ api, args: ASKS });
    await send('go');
    await program.waitFor(COMMAND);
    expect(program.screen()).toContain('Run this command?');
    expect(await readdir(place.project)).toEqual([]);
    await answer('y');
    await program.waitFor((screen) => screen.includes('Run this command?') && screen.includes(`     ${again}`));
    expect(await readFile(join(place.project, 'made.txt'), 'utf8')).toBe('a  b');
    await answer('y');
    await program.waitFor('Both are done.');
  });

  test('is not asked again in this session after s', async ({ start, startApi }) => {
    const api = await startApi([
      call('bash', { command: 'mkdir 1' }),
      call('background_run', { command: 'mkdir 2' }),
      say('Both are done.'),
      say('I was told.'),
    ]);
    const { program, place, send, answer } = await start({ api, args: ASKS });
    await send('go');
    await program.waitFor('Run this command?');
    await answer('s');
    await program.waitFor('Both are done.');
    await program.waitFor('I was told.');
    expect(await readdir(place.project)).toEqual(['1', '2']);
  });

  test('takes a word to the model with n', async ({ start, startApi }) => {
    const api = await startApi([call('bash', { command: COMMAND }), say('As you like.')]);
    const { program, place, send, answer } = await start({ api, args: ASKS });
    await send('go');
    await program.waitFor('Run this command?');
    await answer('n');
    await program.waitFor('Tell the model what to do instead (optional)');
    program.type('use the other file');
    await program.waitFor('use the other file');
    program.key('enter');
    await program.waitFor('As you like.');
    expect(JSON.stringify(api.requests[1]?.body.messages.at(-1))).toContain('use the other file');
    expect(await readdir(place.project)).toEqual([]);
  });

  test('is not answered by a task that ends', async ({ start, startApi }) => {
    const api = await startApi([call('bash', { command: COMMAND }), say('Done, and I was told.')]);
    const { program, place, send, answer } = await start({ api, args: ASKS });
    await send('&until [ -e go-on ]; do sleep 0.05; done');
    await program.waitFor('1 running');
    await send('go');
    await program.waitFor('Run this command?');
    await writeFile(join(place.project, 'go-on'), '');
    const screen = await program.waitFor('1 done');
    expect(screen).toContain('Run this command?');
    expect(await readdir(place.project)).not.toContain('made.txt');
    expect(api.requests).toHaveLength(1);

    await answer('y');
    await program.waitFor('Done, and I was told.');
    expect(await readdir(place.project)).toContain('made.txt');
    expect(JSON.stringify(api.requests[1]?.body.messages.at(-1))).toMatch(/\[bg:[0-9a-f]{8}\] completed/);
  });
});
