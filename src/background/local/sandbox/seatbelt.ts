/**
 * The profile of sandbox-exec(1) for one command, on macOS. It was written by its documentation and never tried: no Mac
 * was at hand.
 */
import { SANDBOX_MARK, type BubblewrapOptions } from './bubblewrap.ts';

export function seatbeltArguments(options: BubblewrapOptions): readonly string[] {
  const { taskId, writable, network, hidden, guarded, temporary } = options;
  const rules = [
    '(version 1)',
    '(allow default)',
    '(deny file-write*)',
    ...[...writable, ...guarded.kept, temporary].map((folder) => `(allow file-write* (subpath ${quoted(folder)}))`),
    '(allow file-write* (literal "/dev/null") (literal "/dev/tty") (literal "/dev/stdout") (literal "/dev/stderr"))',
    ...guarded.readOnly.map((file) => `(deny file-write* (subpath ${quoted(file)}))`),
    // Without this a guarded folder could be moved away and made anew.
    ...guarded.kept.map((folder) => `(deny file-write-unlink (literal ${quoted(folder)}))`),
    ...hidden.map(
      ({ path, kind }) =>
        `(deny file-read* file-write* (${kind === 'folder' ? 'subpath' : 'literal'} ${quoted(path)}))`,
    ),
    ...(network ? [] : ['(deny network*)']),
  ];
  const environment = [`${SANDBOX_MARK}=${taskId}`, `TMPDIR=${temporary}`, `XDG_CACHE_HOME=${temporary}/.cache`];
  return ['-p', rules.join('\n'), '/usr/bin/env', ...environment, `npm_config_cache=${temporary}/.cache/npm`];
}

/** A string of the profile's language. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
