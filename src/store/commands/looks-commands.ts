/** Slash commands about how the screen looks. */
import { isThemeName, THEME_NAMES, type ThemeName } from '../theme-names.ts';
import type { SlashCommand } from './command.ts';

const WORDS: Readonly<Record<ThemeName, string>> = {
  auto: 'by the background of the terminal',
  dark: 'for a dark background',
  light: 'for a light background',
  contrast: 'high contrast, nothing faint',
  terminal: 'the terminal’s own 16 colours',
};

export const looksCommands: readonly SlashCommand[] = [
  {
    name: 'theme',
    words: `change how the screen looks: ${THEME_NAMES.join(', ')}`,
    argument: {
      name: 'NAME',
      choices: () => THEME_NAMES.map((name) => ({ value: name, words: WORDS[name] })),
      read(typed, { ui }) {
        if (isThemeName(typed)) return { kind: 'ok', value: typed };
        const problem = typed === '' ? `The theme is ${ui.theme}.` : `There is no theme ${typed}.`;
        return { kind: 'wrong', sentence: `${problem} There are ${THEME_NAMES.join(', ')}.` };
      },
    },
    run({ actions }, name) {
      if (isThemeName(name)) actions.useTheme(name);
    },
  },
];
