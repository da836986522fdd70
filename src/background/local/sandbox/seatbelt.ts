/**
 * The profile of sandbox-exec(1) for one command, on macOS. It was written by its documentation and never tried: no Mac
 * was at hand. The last rule about a path holds. Without the network, unix sockets are off too, by the same rule.
 */
import path from 'node:path';
import { SANDBOX_MARK, type SandboxFacts } from './bubblewrap.ts';
import { BEGAN, STATUS_DESCRIPTOR } from './sandbox-status.ts';
import type { Layer } from './sandbox-view.ts';

export function seatbeltArguments({ taskId, network, view, temporary, searched }: SandboxFacts): readonly string[] {
  const rules = [
    '(version 1)',
    '(allow default)',
    '(deny file-write*)',
    `(allow file-write* (subpath ${quoted(temporary)}))`,
    '(allow file-write* (literal "/dev/null") (literal "/dev/tty") (literal "/dev/stdout") (literal "/dev/stderr"))',
    ...view.flatMap(rulesFor),
    // The folders above what is shown have to be passed through, and programs look at each.
    ...[...new Set(view.filter(({ kind }) => kind !== 'empty').flatMap((layer) => foldersAbove(layer.path)))].map(
      (folder) => `(allow file-read-metadata (literal ${quoted(folder)}))`,
    ),
    ...(network ? [] : ['(deny network*)']),
  ];
  const environment = [
    ...[`${SANDBOX_MARK}=${taskId}`, `TMPDIR=${temporary}`, `XDG_CACHE_HOME=${temporary}/.cache`],
    ...[`npm_config_cache=${temporary}/.cache/npm`, ...(searched === undefined ? [] : [`PATH=${searched}`])],
  ];
  const begin = `echo '${BEGAN}' >&${STATUS_DESCRIPTOR}; exec "$@" ${STATUS_DESCRIPTOR}>&-`;
  return ['-p', rules.join('\n'), '/usr/bin/env', ...environment, '/bin/sh', '-c', begin, 'sh'];
}

function rulesFor({ kind, path: file }: Layer): readonly string[] {
  const below = `(subpath ${quoted(file)})`;
  switch (kind) {
    case 'empty':
      return [`(deny file-read* file-write* ${below})`];
    case 'hidden-file':
      return [`(deny file-read* file-write* (literal ${quoted(file)}))`];
    case 'read-only':
      return [`(allow file-read* ${below})`, `(deny file-write* ${below})`];
    case 'writable':
      return [`(allow file-read* file-write* ${below})`];
    case 'kept':
      // Without this a folder could be moved away and made anew.
      return [`(allow file-read* file-write* ${below})`, `(deny file-write-unlink (literal ${quoted(file)}))`];
    default:
      return kind satisfies never;
  }
}

function foldersAbove(file: string): readonly string[] {
  const folder = path.dirname(file);
  return folder === file ? [] : [folder, ...foldersAbove(folder)];
}

/** A string of the profile's language. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
