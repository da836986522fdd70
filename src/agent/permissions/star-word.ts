/** Whether a `*` of a rule that allows may stand for one word, as far as the word itself shows it. */
import path from 'node:path';
import type { KnownCommand } from './known-commands/known-command.ts';
import type { NamedFiles } from './named-files.ts';
import { expandHome, isWithin } from './paths.ts';
import type { PatternWord } from './pattern-words.ts';
import { matchesAddress } from './web-pattern.ts';

/** What may be done with files; all absolute, with links resolved. */
export interface StarPlace {
  /** The project. */
  readonly root: string;
  readonly mayRead: (file: string) => boolean;
  readonly isInside: (file: string) => boolean;
  /** It is inside, and nothing that others run or obey by themselves. */
  readonly isPlain: (file: string) => boolean;
}

export interface StarredWord extends Omit<NamedFiles, 'texts'> {
  readonly text: string;
  /** What the command gets: the word, or what the shell puts in its place. */
  readonly names: readonly string[];
  /** What the rule has here. */
  readonly pattern: PatternWord;
  readonly known: KnownCommand;
  /** The command changes nothing. */
  readonly reads: boolean;
  /** All words of the command. */
  readonly texts: readonly string[];
  readonly place: StarPlace;
}

export function isOption(text: string, { takesAt }: KnownCommand): boolean {
  return (text.startsWith('-') && text !== '-') || (text.startsWith('+') && takesAt !== true);
}

/** The rule writes the option, and leaves its value open: `--reporter=*`. */
export function namesOption({ pattern }: StarredWord): boolean {
  return /^--?[A-Za-z][\w.-]*=/.test(prefixOf(pattern));
}

/** A word that is no option, in the place of the `at`th of these. */
export function isPlainWord({ names, pattern, known, texts }: StarredWord, at: number): boolean {
  return names.every((name) => {
    if (isOption(name, known)) return false;
    if (name === '-' && known.readsProgram !== undefined) return false;
    if (name.startsWith('@') && known.takesAt !== true) return false;
    if (
      known.assigns === true &&
      known.isText?.(at, texts) !== true &&
      ASSIGNMENT.test(name) &&
      !prefixOf(pattern).includes('=')
    )
      return false;
    return known.operand?.(name, at, texts) !== false;
  });
}

const ASSIGNMENT = /^[A-Za-z_][\w.:-]*[+?!:]*=/;

/** A value that names no file: but `-H @file` does. */
export function isPlainText({ text, known }: StarredWord): boolean {
  const value = text.replace(/^(?:--[^=]*=|-[A-Za-z])/, '');
  return (known.takesAt === true || !value.startsWith('@')) && known.word?.(text) !== false;
}

/** It leads to no file that the command may not reach. */
export function isReachable(word: StarredWord): boolean {
  const { names, files, isUnclear, known, reads, place } = word;
  if (isUnclear || names.some((name) => known.word?.(name) === false)) return false;
  if (!staysInFolder(word) || !staysAtHost(word)) return false;
  const written = writtenFolder(word);
  return files.every(({ file }) => {
    if (written !== null && isWithin(written, file)) return true;
    if (reads) return place.mayRead(file);
    return known.keeps === true ? place.isInside(file) : place.isPlain(file);
  });
}

/** The star of `scripts/*.js` goes further down at most. */
function staysInFolder({ text, pattern }: StarredWord): boolean {
  const prefix = prefixOf(pattern);
  return (
    prefix === '' ||
    !text
      .slice(prefix.lastIndexOf('/') + 1)
      .split('/')
      .includes('..')
  );
}

/** `https://docs.*` is no address of another domain. */
function staysAtHost({ text, pattern }: StarredWord): boolean {
  const written = pattern.map((part) => part ?? '*').join('');
  return pattern.length < 2 || matchesAddress(written, text) !== false;
}

/** The folder outside the project that the rule writes before its star; what lies in it is meant. */
function writtenFolder({ pattern, place }: StarredWord): string | null {
  const prefix = prefixOf(pattern);
  const folder = expandHome(prefix.slice(0, prefix.lastIndexOf('/') + 1));
  return path.isAbsolute(folder) && !isWithin(place.root, folder) ? path.normalize(folder) : null;
}

function prefixOf([first]: PatternWord): string {
  return typeof first === 'string' ? first : '';
}
