import { expect } from 'vitest';
import { say } from '../fixtures/api-replies.ts';
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
