/** A key as the user reads it. */
export function shownKey(key: string): string {
  return SIGNS[key] ?? key;
}

const SIGNS: Readonly<Record<string, string>> = { up: '↑', down: '↑↓', left: '←', right: '←→', ' ': 'space' };
