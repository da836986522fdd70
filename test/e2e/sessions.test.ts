/** Several sessions in one program, one after the other. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { call, say, type Reply } from '../fixtures/api-replies.ts';
import type { Script } from '../fixtures/api-server.ts';
import { toldIn, userText } from '../fixtures/open-session.ts';
import { test } from './program-test.ts';

const script: Script = ({ messages }): Reply =>
  messages.length === 1 && JSON.stringify(messages).includes('start')
    ? [say('It waits.'), call('background_run', { command: 'until [ -e go ]; do sleep 0.1; done', label: 'waiter' })]
    : say(`I have read ${messages.length} messages.`);

describe.concurrent('in the same program', () => {
  test('/clear begins anew, its model is told which tasks go on, and their end once (FIELD D6)', async ({
    start,
    startApi,
  }) => {
    const api = await startApi(script);
    const { program, place, send } = await start({ api });
    await send('start it');
    await program.waitFor('I have read 3 messages.');
    await send('/clear');
    await program.waitFor((screen) => !screen.includes('start it') && screen.includes('● waiter'));
    await program.waitFor((screen) => !screen.includes('from an earlier session'));
    await send('hello');
    await program.waitFor('I have read 1 messages.');
    const table = /<background-tasks>\n\[bg:[0-9a-f]{8}\] running for .*\n<\/background-tasks>\nThe user began a new/;
    expect(userText(await api.waitForRequest(3))).toMatch(table);
    await writeFile(join(place.project, 'go'), '');
    await program.waitFor(/waiter completed after [\d.]+ s · told in request 2/);
    expect(toldIn(await api.waitForRequest(4))).toHaveLength(1);
  });

  test('/sessions takes another one up, and /fork goes back to before its last prompt', async ({ start, startApi }) => {
    const api = await startApi(script);
    const { program, send } = await start({ api });
    await send('the first prompt');
    await program.waitFor('I have read 1 messages.');
    await send('the second prompt');
    await program.waitFor('I have read 3 messages.');
    await send('/title About the shop');
    await program.waitFor('is called');
    await send('/clear');
    await program.waitFor((screen) => !screen.includes('the first prompt'));
    await send('/sessions');
    await program.waitFor(/sessions[^]*› About the shop/);
    program.key('enter');
    await program.waitFor(/› the first prompt[^]*› the second prompt[^]*I have read 3 messages\./);
    await send('/fork');
    await program.waitFor(
      (screen) => /› the second prompt/.test(screen.split('\n').slice(-6).join('\n')) && !screen.includes('3 messages'),
    );
    program.type(', again');
    program.key('enter');
    await program.waitFor('I have read 3 messages.');
    expect(userText(api.requests.at(-1))).toMatch(/the first prompt[^]*the second prompt, again/);
  });

  test('--resume without an id lets choose one', async ({ start }) => {
    const first = await start();
    await first.send('hello');
    await first.program.waitFor(/ready/);
    first.program.key('ctrl+d');
    await first.program.exit();
    const { program } = await start({ place: first.place, args: ['--permissions', 'all', '--resume'] });
    await program.waitFor(/sessions[^]*› hello/);
    program.key('enter');
    await program.waitFor((screen) => /^ › hello/m.test(screen) && !screen.includes('── sessions'));
  });
});
