/** Which characters the terminal can show, going by the environment. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether the screen is drawn in ASCII. By itself only where a locale is set that is not UTF-8, and on the console of
 * Linux, whose font has few signs; no locale at all says nothing.
 */
export function wantsAscii(setting: 'auto' | 'on' | 'off', env: Environment): boolean {
  if (setting !== 'auto') return setting === 'on';
  return env['TERM'] === 'linux' || (localeOf(env) !== '' && !speaksUtf8(env));
}

export function speaksUtf8(env: Environment): boolean {
  return process.platform === 'darwin' || /utf-?8/i.test(localeOf(env));
}

function localeOf(env: Environment): string {
  return env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
}
