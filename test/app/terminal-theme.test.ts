import { expect, test } from 'vitest';
import {
  backgroundFromReply,
  backgroundFromVariable,
  createTerminalTheme,
  paletteFor,
} from '../../src/app/terminal-theme.ts';

test.each([
  ['\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\', 'dark'],
  ['\x1b]11;rgb:ff/ff/f0\x07', 'light'],
  ['\x1b]11;rgba:fafa/fafa/fafa/ffff\x1b\\', 'light'],
  ['\x1b]10;rgb:ffff/ffff/ffff\x1b\\', null],
  ['\x1b]11;?\x1b\\', null],
])('the terminal’s answer %j says %s', (reply, background) => expect(backgroundFromReply(reply)).toBe(background));

test.each([
  ['15;0', 'dark'],
  ['0;default;15', 'light'],
  ['0;7', 'light'],
  ['7;8', 'dark'],
  ['default', null],
  [undefined, null],
])('COLORFGBG=%s says %s', (value, background) => expect(backgroundFromVariable(value)).toBe(background));

test.each([
  ['auto', 'light', 24, 'light'],
  ['auto', 'dark', 8, 'dark'],
  ['auto', 'dark', 4, 'terminal'],
  ['auto', null, 24, 'terminal'],
  ['contrast', 'light', 8, 'contrast-light'],
  ['contrast', null, 4, 'contrast-dark'],
  ['light', 'dark', 24, 'light'],
] as const)('%s on a background that is %s, with %i bits, is %s', (name, background, depth, palette) =>
  expect(paletteFor(name, { background, depth })).toBe(palette),
);

test('what the terminal answers changes the theme once', () => {
  const { theme, seen, written } = open({ TERM: 'xterm-256color' });
  theme.ask();
  expect(written).toEqual(['\x1b]11;?\x1b\\']);
  const before = theme.current();
  for (let times = 0; times < 2; times += 1) theme.hear('\x1b]11;rgb:ffff/ffff/ffff\x1b\\');
  expect(seen).toEqual(['changed']);
  expect(theme.current()).not.toBe(before);
  expect(theme.current()).toBe(theme.current());
});

test('the console of Linux is not asked', () => {
  const { theme, written } = open({ TERM: 'linux' });
  theme.ask();
  expect(written).toEqual([]);
});

function open(env: Record<string, string>) {
  const [seen, written]: string[][] = [[], []];
  const theme = createTerminalTheme({
    colours: true,
    depth: 24,
    env,
    wanted: () => 'auto',
    write: (text) => void written!.push(text),
    onChange: () => void seen!.push('changed'),
  });
  return { theme, seen, written };
}
