import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, vi } from 'vitest';
import { gate, say } from '../fixtures/api-replies.ts';
import { PATIENCE, test } from './program-test.ts';

describe.concurrent('the input', () => {
  test('knows in the next session what was sent in the one before', async ({ start }) => {
    const first = await start();
    await first.send('!echo once upon');
    await first.program.waitFor('exit 0');
    first.program.key('ctrl+d');
    await first.program.exit();

    const { program } = await start({ place: first.place });
    await program.waitFor('ready');
    program.key('ctrl+r');
    await program.waitFor('sent before');
    program.type('upon');
    await program.waitFor(/^ \/ upon/m);
    await program.waitFor('› !echo once upon');
    program.key('enter');
    await program.waitFor('$ !echo once upon');
    program.key('enter');
    await program.waitFor('exit 0');
    program.key('up');
    await program.waitFor('$ !echo once upon');
  });

  test('completes files of the project behind an @', async ({ start, startApi }) => {
    const api = await startApi([say('I see.')]);
    const { program, place } = await start({ api });
    await mkdir(join(place.project, 'src'));
    await writeFile(join(place.project, 'src', 'price.ts'), '');
    program.type('look at @pri');
    await program.waitFor('› src/price.ts');
    program.key('tab');
    await program.waitFor('look at @src/price.ts');
    program.key('enter');
    await program.waitFor('I see.');
    expect(JSON.stringify(api.requests[0]?.body.messages)).toContain('look at @src/price.ts');
  });

  test('folds a long paste and sends it whole', async ({ start, startApi }) => {
    const api = await startApi([say('Long.')]);
    const { program } = await start({ api });
    // The terminal is asked for brackets a moment after the first frame.
    program.type('see ');
    await program.waitFor('› see');
    program.paste(Array.from({ length: 300 }, (_, index) => `row ${index}`).join('\n'));
    await program.waitFor('[pasted 300 lines]');
    program.key('enter');
    await program.waitFor('Long.');
    expect(JSON.stringify(api.requests[0]?.body.messages)).toContain('row 298\\nrow 299');
  });

  test('opens the palette by ctrl+p, and does what is chosen in it', async ({ start }) => {
    const { program } = await start();
    await program.waitFor('ready');
    program.key('ctrl+p');
    await program.waitFor('actions and commands');
    program.type('/quit');
    await program.waitFor('› /quit');
    program.key('enter');
    expect(await program.exit()).toMatchObject({ code: 0 });
  });

  test('goes to the editor by ctrl+g with the terminal, and comes back', async ({ start }) => {
    const { program } = await start({ env: { EDITOR: 'read -r answer </dev/tty; echo "$answer" >' } });
    program.type('a draft');
    await program.waitFor('› a draft');
    program.key('ctrl+g');
    await vi.waitFor(() => expect(program.onAlternateScreen()).toBe(false), PATIENCE);
    program.type('written there\r');
    await program.waitFor('› written there');
    program.type(' and here');
    await program.waitFor('› written there and here');
  });

  test('is helped by F1 also while something is typed', async ({ start }) => {
    const { program } = await start();
    program.type('a draft');
    await program.waitFor('› a draft');
    program.type('\x1bOP');
    await program.waitFor('keys and commands');
  });

  test('copies the last answer into a file, and into the clipboard of the terminal', async ({ start, startApi }) => {
    const api = await startApi([say('The answer.')]);
    const { program, send } = await start({ api });
    await send('what is it?');
    await program.waitFor('The answer.');
    await program.waitFor('ready');
    await send('/copy');
    await program.waitFor('Sent to the clipboard');
    expect(program.output()).toContain(`\x1b]52;c;${Buffer.from('The answer.').toString('base64')}\x07`);
  });

  test('takes back what waits by ↑, and the model never hears of it', async ({ start, startApi }) => {
    const middle = gate();
    const api = await startApi([say('one', middle, ' two'), say('never')]);
    const { program, send } = await start({ api });
    await send('first');
    await program.waitFor(/ one/);
    await send('second');
    await program.waitFor('1 queued');
    program.key('up');
    await program.waitFor((screen) => screen.includes('› second') && !screen.includes('queued'));
    middle.release();
    await program.waitFor('ready');
    expect(api.requests).toHaveLength(1);
  });
});
