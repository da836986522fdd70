/**
 * Commands that only read, so that they need no word of the human's: with these flags and no others, run by their bare
 * name. Every other word of theirs counts as a file that is read, also the value of a flag, so it has to lead inside
 * the project. What could write, run a program or follow a link out of the project is not here, however common.
 */
import { judgeWords, type Reader } from './known-reader.ts';
import { expandHome } from './paths.ts';
import type { SimpleCommand } from './shell-line.ts';

export interface HarmlessCommand {
  /** The words that may name files; not resolved. */
  readonly files: readonly string[];
  /** It reads what lies below these, too. */
  readonly isDeep: boolean;
  /** Of a folder it would read what lies in it, and follow links there. */
  readonly onlyFiles?: boolean;
}

/** `null`: it is not known to be harmless. */
export function harmlessCommand({ words }: SimpleCommand): HarmlessCommand | null {
  const [name, ...args] = words.map(({ text, isHome }) => (isHome ? expandHome(text) : text));
  if (name === undefined || words.some(({ isPattern }) => isPattern)) return null;
  if (name === 'sed') return sedCommand(args);
  if (args.length === 1 && args[0] === '--version') return VERSIONED.has(name) ? NOTHING_READ : null;
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  return reader === undefined ? null : judged(args, reader);
}

const NOTHING_READ: HarmlessCommand = { files: [], isDeep: false };

interface FileReader extends Reader {
  /** Without words it reads the folder. */
  readonly readsFolder?: boolean;
  readonly isDeep?: boolean;
  readonly onlyFiles?: boolean;
}

function judged(args: readonly string[], reader: FileReader): HarmlessCommand | null {
  const { readsFolder = false, isDeep = false, onlyFiles = false } = reader;
  const files = judgeWords(args, reader);
  if (files === null) return null;
  return { files: readsFolder ? ['.', ...files] : files, isDeep, onlyFiles };
}

const COLOUR = /^--colou?r(?:=(?:auto|never|always))?$/;
const SEARCH =
  /^(?:--colou?r(?:=(?:auto|never|always))?|--(?:include|exclude|exclude-dir|glob|type|context|max-count)=[^/~]*|--(?:ignore-case|line-number|files-with-matches|count|fixed-strings|word-regexp|hidden|no-ignore|no-heading|only-matching))$/;
const FIND =
  /^(?:-(?:name|iname|path|ipath|type|maxdepth|mindepth|size|mtime|mmin|empty|not|and|or|a|o|print|print0|prune|newer)|[()!])$/;

/** Programs that say their version and end. */
const VERSIONED: ReadonlySet<string> = new Set([
  'node',
  'npm',
  'pnpm',
  'yarn',
  'python3',
  'python',
  'pip',
  'cargo',
  'rustc',
  'gcc',
  'make',
  'docker',
]);

const READERS: Readonly<Record<string, FileReader>> = {
  ls: { flags: '1aAlhrRStFdiopsGgnNxXcCmuUvQqbBkZ', words: COLOUR, operands: 'files', readsFolder: true },
  cat: { flags: 'nbsAETvet', operands: 'files' },
  head: { flags: 'ncqv', operands: 'files' },
  tail: { flags: 'ncqvf', operands: 'files' },
  wc: { flags: 'lwcmL', operands: 'files' },
  nl: { flags: 'ba', operands: 'files' },
  tac: { operands: 'files' },
  stat: { flags: 'Lft', operands: 'files' },
  file: { flags: 'biL', operands: 'files' },
  du: { flags: 'shackmd', operands: 'files', readsFolder: true },
  df: { flags: 'hTikm', operands: 'files' },
  tree: { flags: 'adLfihs', operands: 'files', readsFolder: true },
  realpath: { operands: 'files' },
  readlink: { flags: 'fe', operands: 'files' },
  basename: { operands: 'text' },
  dirname: { operands: 'text' },
  echo: { operands: 'text' },
  pwd: { flags: 'PL', operands: 'none' },
  true: { operands: 'none' },
  false: { operands: 'none' },
  whoami: { operands: 'none' },
  id: { operands: 'none' },
  uname: { flags: 'asnrvmpio', operands: 'none' },
  date: { flags: 'u', words: /^\+/, operands: 'none' },
  which: { flags: 'a', operands: 'text' },
  sort: { flags: 'nrufkthVbdM', operands: 'files' },
  uniq: { flags: 'cdiu', operands: 'none' },
  cut: { flags: 'dfcbs', operands: 'files' },
  tr: { flags: 'cdst', operands: 'text' },
  diff: { flags: 'uNqwbBaisy', words: COLOUR, operands: 'files', onlyFiles: true },
  cmp: { flags: 'bls', operands: 'files' },
  md5sum: { operands: 'files' },
  sha256sum: { operands: 'files' },
  grep: { flags: 'EFGPivwxcLlqsnHhorIABCm', words: SEARCH, operands: 'files', readsFolder: true, isDeep: true },
  rg: { flags: 'inlcwvFsSNHoIABCmtg', words: SEARCH, operands: 'files', readsFolder: true, isDeep: true },
  find: { words: FIND, operands: 'files', readsFolder: true },
};

/** Only lines by their numbers: any other script of sed could run and write. */
function sedCommand([quiet, script = '', ...files]: readonly string[]): HarmlessCommand | null {
  const isPlain = quiet === '-n' && /^(?:\d+|\$)(?:,(?:\d+|\$))?p$/.test(script);
  return isPlain ? judged(files, { operands: 'files' }) : null;
}
