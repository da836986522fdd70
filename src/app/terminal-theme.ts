/**
 * Which theme the screen has: what the user wants, and for `auto` what the terminal answers when it is asked for its
 * background (OSC 11), else what `COLORFGBG` says, else the terminal's own colours.
 */
import type { PaletteName } from '../components/palettes.ts';
import { createTheme, type Theme } from '../components/theme.ts';
import type { ThemeName } from '../store/theme-names.ts';

export interface TerminalTheme {
  current(): Theme;
  /** Takes a reply of the terminal, of whatever kind. */
  hear(reply: string): void;
  /** Asks the terminal for its background, if it is one that can be asked. */
  ask(): void;
}

export interface TerminalThemeOptions {
  readonly colours: boolean;
  /** Bits for a colour. */
  readonly depth: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  wanted(): ThemeName;
  write(text: string): void;
  /** The terminal's answer has changed how things look. */
  onChange(): void;
}

export type Background = 'dark' | 'light';

export function createTerminalTheme(options: TerminalThemeOptions): TerminalTheme {
  const { colours, depth, env, wanted, write, onChange } = options;
  const themes = new Map<PaletteName, Theme>();
  let background = backgroundFromVariable(env['COLORFGBG']);

  return {
    current() {
      const palette = paletteFor(wanted(), { background, depth });
      const theme = themes.get(palette) ?? createTheme({ colours, palette, depth });
      themes.set(palette, theme);
      return theme;
    },
    hear(reply) {
      const answered = backgroundFromReply(reply);
      if (answered === null || answered === background) return;
      background = answered;
      onChange();
    },
    ask() {
      // The console of Linux would print the question.
      if (colours && !['linux', 'dumb', ''].includes(env['TERM'] ?? '')) write('\u001B]11;?\u001B\\');
    },
  };
}

/** A terminal of 16 colours knows best what they look like on its background. */
export function paletteFor(
  name: ThemeName,
  { background, depth }: { readonly background: Background | null; readonly depth: number },
): PaletteName {
  switch (name) {
    case 'auto':
      return background === null || depth < 8 ? 'terminal' : background;
    case 'contrast':
      return background === 'light' ? 'contrast-light' : 'contrast-dark';
    default:
      return name;
  }
}

/** `rgb:1c1c/1c1c/1c1c`, one to four digits each. */
export function backgroundFromReply(reply: string): Background | null {
  const [, ...digits] = /^\u001B\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(reply) ?? [];
  if (digits.length === 0) return null;
  const [red = 0, green = 0, blue = 0] = digits.map((part) => parseInt(part, 16) / (16 ** part.length - 1));
  return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? 'light' : 'dark';
}

/** `15;0` or `0;default;15`: the last is the background, as one of 16. */
export function backgroundFromVariable(value: string | undefined): Background | null {
  const last = /;(\d{1,2})$/.exec(value ?? '')?.[1];
  if (last === undefined) return null;
  return Number(last) === 7 || Number(last) > 8 ? 'light' : 'dark';
}
