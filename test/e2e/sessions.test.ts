/** Several sessions in one program, one after the other. */
import { readFile, writeFile } from 'node:fs/promises';
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
    await program.waitFor((screen) => !screen.includes('› start it') && screen.includes('● waiter'));
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
    await program.waitFor((screen) => !screen.includes('› the first prompt'));
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

  test('what the user set, and tasks that wait, go on in a new conversation', async ({ start, startApi }) => {
    const api = await startApi(({ messages }) =>
      JSON.stringify(messages).includes('queue them') && messages.length === 1
        ? [
            call('background_run', { command: 'until [ -e go ]; do sleep 0.1; done', label: 'waiter' }),
            call('background_run', { command: 'echo done', label: 'later', after: ['waiter'] }),
          ]
        : say(`I have read ${messages.length} messages.`),
    );
    const { program, place, send } = await start({ api });
    await send('queue them');
    await program.waitFor('1 running · 1 waiting');
    await program.waitFor('I have read 3 messages.');
    await send('/permissions edits');
    await program.waitFor('edits freely');
    await send('/model another-model');
    await program.waitFor('another-model answers from now on.');
    await send('/clear');
    await program.waitFor((screen) => !screen.includes('› queue them') && screen.includes('1 running · 1 waiting'));
    await program.waitFor(/another-model · edits freely/);
    await send('hello');
    await program.waitFor('I have read 1 messages.');
    expect((await api.waitForRequest(3)).body.model).toBe('another-model');
    expect(userText(await api.waitForRequest(3))).toMatch(/queued, waits for [0-9a-f]{8} · later/);
    await writeFile(join(place.project, 'go'), '');
    await program.waitFor(/later completed/);
  });

  test('a fork is told which tasks its model remembers are not its own, and takes changes back', async ({
    start,
    startApi,
  }) => {
    const api = await startApi(({ messages }) => {
      const asked = JSON.stringify(messages.at(-1));
      if (asked.includes('start it')) return call('background_run', { command: 'sleep 300', label: 'server' });
      if (asked.includes('write it')) return call('write_file', { path: 'a.txt', content: 'a' });
      return say(`I have read ${messages.length} messages.`);
    });
    const { program, place, send } = await start({ api });
    await send('start it');
    await program.waitFor('I have read 3 messages.');
    await send('write it');
    await program.waitFor('I have read 7 messages.');
    await send('/fork');
    await program.waitFor((screen) => !screen.includes('7 messages') && screen.includes('from an earlier session'));
    await program.waitFor(/› write it$/m);
    program.key('ctrl+u');
    await send('/undo');
    await program.waitFor('Changes undone.');
    await expect(readFile(join(place.project, 'a.txt'))).rejects.toThrow('ENOENT');
    await send('hello');
    await program.waitFor('I have read 5 messages.');
    expect(userText(api.requests.at(-1))).toMatch(/running for .* · server[^]*belong to the session that was left/);
  });

  test('who would end an agent by another session is asked first', async ({ start, startApi }) => {
    const api = await startApi(({ messages }) => {
      const first = JSON.stringify(messages[0]);
      if (first.includes('wait for it')) return call('bash', { command: 'sleep 300' });
      return messages.length === 1 ? call('background_agent', { prompt: 'wait for it' }) : say('It works.');
    });
    const { program, send } = await start({ api });
    await send('start an agent');
    await program.waitFor('It works.');
    await send('/clear');
    await program.waitFor(/stay in this session[^]*begin a new conversation +1 agent ends/);
    program.key('enter');
    await program.waitFor((screen) => !screen.includes('agent ends') && screen.includes('› start an agent'));
    await send('/clear');
    await program.waitFor('1 agent ends');
    program.key('down');
    await program.waitFor('› begin a new conversation');
    program.key('enter');
    await program.waitFor((screen) => !screen.includes('› start an agent') && screen.includes('1 done'));
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
