import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, vi } from 'vitest';
import { call, gate, say } from '../fixtures/api-replies.ts';
import { PATIENCE, test } from './program-test.ts';

const ASKS: readonly string[] = [];
const PATIENCE_BETWEEN = { timeout: 15_000, interval: 700 };
const LINES = ['first', '!touch pasted-and-run', 'y', '&touch too', '/clear', '', 'last'];
/** What a terminal hands over at a time. */
const READ_BYTES = 4095;

describe.concurrent('a paste without marks', () => {
  test('is one draft; nothing of it is run, sent or answered', async ({ start, startApi }) => {
    const api = await startApi([call('bash', { command: 'touch asked-file' }), say('Done.')]);
    const { program, place, send } = await start({ api, args: ASKS });
    await send('go');
    await program.waitFor('Run this command?');
    await sleep(1_100);
    program.type(LINES.join('\r'));
    await program.waitFor(/clear your draft to answer/);
    program.key('ctrl+c');
    await program.waitFor((screen) => !screen.includes('clear your draft'));
    program.key('ctrl+c');
    await program.waitFor('ready');
    program.type(LINES.join('\r'));
    await program.waitFor(/› first[^]*!touch pasted-and-run[^]*last/);
    expect(await readdir(place.project)).toEqual([]);
    expect(api.requests).toHaveLength(1);
    program.key('enter');
    await program.waitFor('Done.');
    expect(JSON.stringify(api.requests[1]?.body.messages.slice(-2))).toContain('/clear\\n\\nlast');
    expect(await readdir(place.project)).toEqual([]);
  });

  test('of many lines in chunks is folded as others are', async ({ start, startApi }) => {
    const api = await startApi([say('Long.')]);
    const { program, place } = await start({ api });
    await program.waitFor('ready');
    const lines = ['see', ...Array.from({ length: 900 }, (_, n) => `!touch ${n}`)];
    // A terminal hands over 4 kB at a time.
    program.type(lines.join('\r'));
    await program.waitFor(/pasted \d+ lines/);
    expect(await readdir(place.project)).toEqual([]);
    expect(api.requests).toHaveLength(0);
    program.key('enter');
    await program.waitFor('Long.');
    expect(JSON.stringify(api.requests[0]?.body.messages)).toContain(lines.join('\\n'));
  });
});

describe.concurrent('a slow line', () => {
  test('does not interrupt the model, type rests of sequences or send a torn paste', async ({ start, startApi }) => {
    const middle = gate();
    const api = await startApi([say('It begins', middle, ' and ends.')]);
    const { program, send } = await start({ api, env: { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' } });
    await send('go');
    await program.waitFor('It begins');
    const torn = [
      ['\x1b', '[A'],
      ['\x1b', '[<64;10;10M'],
      ['\x1b', '[I'],
      ['\x1b[', 'A'],
      ['\x1b[<64;10', ';10M'],
      ['\x1b[1;5', 'D'],
      ['\x1b[97;', '5u'],
      ['\x1b', '[200~one\r!two', '\rthree\x1b[20', '1~'],
    ];
    for (const parts of torn) {
      for (const part of parts) {
        program.type(part);
        await sleep(120);
      }
    }
    await program.waitFor(/› one[^]*!two[^]*three/);
    expect(program.screen()).not.toMatch(/\[<|\[A|\[I|200~|;5|nterrupted/);
    middle.release();
    await program.waitFor('It begins and ends.');
    expect(api.requests).toHaveLength(1);
  });

  // The mark behind so many letters is cut by the terminal itself.
  test.for([READ_BYTES - 11, READ_BYTES - 8])(
    'does not leave the mouse dead behind a paste of %d letters',
    async (length, { start }) => {
      const { program, send } = await start();
      await send('!seq 1000 1100');
      await program.waitFor('exit 0');
      program.paste('x'.repeat(length));
      await program.waitFor(/› .*\[pasted/);
      program.type('\x1b[<0;10;4M\x1b[<0;10;4m');
      await program.waitFor(/^▎/m);
    },
  );

  test('whose paste never ends can be left by ctrl+c', async ({ start }) => {
    const { program } = await start();
    program.type('see ');
    await program.waitFor('› see');
    program.type('\x1b[200~half a paste');
    // Alone in its read it ends the paste, which is handed over and cleared; a busy machine may join it to the paste.
    await vi.waitFor(() => {
      if (!program.screen().includes('› see')) return;
      program.key('ctrl+c');
      throw new Error('The draft is still there.');
    }, PATIENCE_BETWEEN);
    program.key('ctrl+c', 'ctrl+c');
    expect((await program.exit()).code).toBe(0);
  });

  test('whose paste never ends shows it after a while', async ({ start }) => {
    const { program } = await start();
    await program.waitFor('ready');
    program.type('\x1b[200~half a paste');
    await program.waitFor('› half a paste');
    program.type('!');
    await program.waitFor('› half a paste!');
    await vi.waitFor(() => expect(program.screen()).not.toContain('200~'), PATIENCE);
  });
});
