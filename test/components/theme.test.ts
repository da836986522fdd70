import { expect, test } from 'vitest';
import { createTheme } from '../../src/components/theme.ts';

const { bold, dim, bad, alive, heading, ...others } = createTheme({ colours: true });

test.each([
  ['a style closes itself', bad('x'), '\u001B[31mx\u001B[39m'],
  ['a style goes on after one within it', dim(`a${bold('b')}c`), '\u001B[2ma\u001B[1mb\u001B[22m\u001B[2mc\u001B[22m'],
  [
    'a colour goes on after one within it',
    bad(`a${alive('b')}c`),
    '\u001B[31ma\u001B[94mb\u001B[39m\u001B[31mc\u001B[39m',
  ],
  ['a style closes before a line break', heading('a\nb'), '\u001B[1ma\u001B[22m\n\u001B[1mb\u001B[22m'],
  ['nothing has no style', others.good(''), ''],
])('%s', (_, styled, expected) => expect(styled).toBe(expected));

test('without colours only bold, dim and the like are left', () => {
  const { code, syntax, ...styles } = createTheme({ colours: false });
  const used = [...Object.values(styles), ...Object.values(syntax)].map((style) => style('x'));
  expect(used.filter((text) => /\[(3[0-7]|9[0-7])m/.test(text))).toEqual([]);
  expect(code('x')).toBe('`x`');
});
