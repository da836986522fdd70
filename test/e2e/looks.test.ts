import { expect } from 'vitest';
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
