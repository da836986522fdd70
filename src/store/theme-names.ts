/** The looks the screen can have. `auto` goes by the terminal's background; `terminal` uses its own 16 colours. */
export const THEME_NAMES = ['auto', 'dark', 'light', 'contrast', 'terminal'] as const;

export type ThemeName = (typeof THEME_NAMES)[number];

export function isThemeName(name: string): name is ThemeName {
  return (THEME_NAMES as readonly string[]).includes(name);
}
