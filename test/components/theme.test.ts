import { expect, test } from 'vitest';
import { PALETTES } from '../../src/components/palettes.ts';
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

test.each([
  [4, '\u001B[91mx\u001B[39m'],
  [8, '\u001B[38;5;210mx\u001B[39m'],
  [24, '\u001B[38;2;240;127;127mx\u001B[39m'],
])('a colour of a theme on a terminal with %i bits for colours', (depth, expected) =>
  expect(createTheme({ colours: true, palette: 'dark', depth }).bad('x')).toBe(expected),
);

test.each(['dark', 'light', 'contrast-dark', 'contrast-light'] as const)(
  'the letters of %s stand out on its background',
  (palette) => {
    const least = palette.startsWith('contrast') ? 7 : 4.5;
    const paper = palette.endsWith('light') ? '#ffffff' : '#1e1e1e';
    const { rule: _, grounds, ...letters } = PALETTES[palette];
    for (const colour of Object.values(letters)) {
      if (typeof colour === 'object') expect(contrast(colour.rgb ?? '', paper)).toBeGreaterThan(least);
    }
    const { ink, ...behind } = grounds!;
    for (const { rgb } of Object.values(behind)) expect(contrast(ink.rgb ?? '', rgb)).toBeGreaterThan(least);
    // What is chosen may have any.
    for (const colour of Object.values(letters)) {
      if (typeof colour === 'object')
        expect(contrast(colour.rgb ?? '', grounds?.chosen.rgb ?? '')).toBeGreaterThan(least - 0.5);
    }
  },
);

test('backgrounds need a theme that knows its own, and more than 16 colours', () => {
  const theme = (depth: number) => createTheme({ colours: true, palette: 'dark', depth });
  expect(theme(24).addedRow('x')).toBe('\u001B[48;2;31;53;39m\u001B[38;2;217;220;225mx\u001B[39m\u001B[49m');
  expect(theme(8).promptRow('x')).toContain('\u001B[48;5;236m');
  for (const few of [theme(4), createTheme({ colours: true, depth: 24 })]) {
    expect([few.promptRow('x'), few.chosenRow('x')]).toEqual(['x', 'x']);
    expect(few.addedWord('x')).toBe('\u001B[4mx\u001B[24m');
  }
  expect(createTheme({ colours: false }).addedWord('x')).toBe('\u001B[1mx\u001B[22m');
});

/** As WCAG 2.2 has it. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(rgb: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(rgb.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('without colours only bold, dim and the like are left', () => {
  const { code, syntax, ...styles } = createTheme({ colours: false });
  const used = [...Object.values(styles), ...Object.values(syntax)].map((style) => style('x'));
  expect(used.filter((text) => /\[(3[0-7]|9[0-7])m/.test(text))).toEqual([]);
  expect(code('x')).toBe('`x`');
});
