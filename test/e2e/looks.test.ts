import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createPlace } from '../fixtures/program.ts';
import { call, gate, say } from '../fixtures/api-replies.ts';
import { test } from './program-test.ts';

const FOREIGN = /[^\u0000-\u007F]/;

test('where the locale is not UTF-8 everything on the screen is ASCII', async ({ start }) => {
  const { program, send } = await start({ env: { LC_ALL: 'C' } });
  await send('!echo caf\\303\\251');
  await program.waitFor(/echo caf.*done|exit 0/);
  expect(program.output()).not.toMatch(FOREIGN);
});

test('the colours are those of the theme, change with /theme and with the terminal’s answer', async ({ start }) => {
  const { program, send } = await start({ env: { COLORTERM: 'truecolor' }, args: ['--theme', 'light'] });
  await program.waitFor('ready');
  expect(program.output()).toContain('\x1b[38;2;0;112;125m');
  await send('/theme dark');
  await program.waitFor('The theme is dark.');
  expect(program.output()).toContain('\x1b[38;2;111;198;207m');
  await send('/theme auto');
  await program.waitFor('The theme is auto.');
  program.type('\x1b]11;rgb:ffff/ffff/ffff\x1b\\');
  const light = program.output().length;
  program.type('x');
  await program.waitFor('› x');
  expect(program.output().slice(light)).toContain('\x1b[38;2;0;112;125m');
});

test('with NO_COLOR there are no colours', async ({ start }) => {
  const { program } = await start({ env: { COLORTERM: 'truecolor', NO_COLOR: '1' }, args: ['--theme', 'dark'] });
  await program.waitFor('ready');
  expect(program.output()).not.toMatch(/\x1b\[(?:[\d;]*;)?(?:3[0-8]|9[0-7])[;m]/);
});

test('a line that the terminal draws wider than it is taken for does not push the screen up', async ({
  start,
  startApi,
}) => {
  // The terminal of the tests draws each of the four persons.
  const family = '👩‍👩‍👧‍👦'.repeat(20);
  const api = await startApi([say(`${family}\n\n${family}\n\nThe end.`)]);
  const { program, send } = await start({ api, cols: 80, rows: 24 });
  await send('go');
  await program.waitFor('The end.');
  const rows = (await program.waitFor('ready')).split('\n');
  expect(rows[0]).toMatch(/^ meanwhile/);
  expect(rows).toHaveLength(24);
  expect(rows.at(-1)).toMatch(/^ tab tasks/);
});

test('while the model works one sign moves, and little more than its row is written for that', async ({
  start,
  startApi,
}) => {
  const middle = gate();
  const api = await startApi([say('word '.repeat(400), middle, 'The end.')]);
  const { program, send } = await start({ api });
  await send('go');
  await program.waitFor(/• writing .*↓ \d+ tokens/);
  const from = program.output().length;
  await program.waitFor(/● writing/);
  await program.waitFor(/· writing/);
  const frames = program.output().slice(from).split('\x1b[?2026h').slice(1);
  for (const frame of frames) expect(frame.length).toBeLessThan(1_000);
  middle.release();
  await program.waitFor('ready');
});

test('with motion reduced it stands still, and counts no tokens', async ({ start, startApi }) => {
  const middle = gate();
  const api = await startApi([say('word '.repeat(400), middle, 'The end.')]);
  const place = await createPlace();
  const folder = join(place.env['XDG_CONFIG_HOME'] ?? '', 'meanwhile');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ motion: 'reduced' }));
  const { program, send } = await start({ api, place });
  await send('go');
  await middle.reached;
  await program.waitFor(/● writing/);
  middle.release();
  await program.waitFor('The end.');
  expect(program.output()).not.toMatch(/[•·] writing|tokens/);
});

test('what a turn did is seen without a key: its change, why a command failed, and what it came to', async ({
  start,
  startApi,
}) => {
  const log = String.raw`start\nTypeError: cents is undefined\n    at total (price.js:3:5)\n\nnpm notice`;
  const api = await startApi([
    [call('write_file', { path: 'price.js', content: Array.from({ length: 30 }, (_, n) => `line ${n}`).join('\n') })],
    [call('bash', { command: `printf '${log}'; exit 3` })],
    [say('Done.')],
  ]);
  const { program, send } = await start({
    api,
    cols: 120,
    rows: 50,
    env: { COLORTERM: 'truecolor' },
    args: ['--permissions', 'all', '--theme', 'dark'],
  });
  await send('go');
  const screen = await program.waitFor(/worked for .* · 2 tools · 1 file \+30 −0/);
  expect(screen).toMatch(/20 \+ line 19 *│/);
  expect(screen).toMatch(/… \+ 10 more/);
  expect(screen).toMatch(/✗ ran .*exit 3[^]*TypeError: cents is undefined[^]*at total/);
  // The user's words, and lines that came.
  expect(program.output()).toContain('\x1b[48;2;43;47;54m');
  expect(program.output()).toContain('\x1b[48;2;31;53;39m');
});

test('the header says where one is: folder, branch and what the session is called, also when it is taken up', async ({
  start,
  startApi,
}) => {
  const api = await startApi([say('Yes.')]);
  const place = await createPlace();
  const head = (branch: string) => writeFile(join(place.project, '.git', 'HEAD'), `ref: refs/heads/${branch}\n`);
  await mkdir(join(place.project, '.git'));
  await head('main');
  const first = await start({ api, place, cols: 160 });
  await first.program.waitFor(/^ meanwhile .*project {2}main/);
  await first.send('/title the cart');
  await first.program.waitFor(/^ meanwhile .*project {2}main · “the cart”/);
  await head('cents');
  await first.send('go on');
  await first.program.waitFor(/^ meanwhile .*project {2}cents · “the cart”[^]*Yes\./);
  first.program.key('ctrl+d');
  await first.program.exit();
  const { program } = await start({ api, place, cols: 160, args: ['--continue'] });
  await program.waitFor(/^ meanwhile .*project {2}cents · “the cart”/);
});
