import { fold } from './fold.ts';
import { quotesIn, type Lifted } from './quotes.ts';

export interface FoundPath {
  readonly path?: string;
  /** The text without the path. */
  readonly rest: string;
}

/** The path of a file that a text speaks of: named as such, quoted and looking like one, or a word looking like one. */
export function pathIn(text: string, quotes: Lifted): FoundPath {
  const named = NAMED.exec(fold(text)) ?? PLACED.exec(fold(text));
  if (named?.[1] !== undefined) return cutOut(text, { from: named.index + named[0].length - named[1].length, quotes });
  const quoted = quotesIn(text).find((quote) => looksLikePath(quotes.inner(quote)));
  if (quoted !== undefined) return { path: quotes.inner(quoted), rest: text.replace(quoted, ' ') };
  return unquotedPathIn(text);
}

/** The first word outside quotes that looks like a path. */
export function unquotedPathIn(text: string): FoundPath {
  for (const match of text.matchAll(/[^\s,;:!?\uE000-\uF8FF]+/g)) {
    const word = trimmed(match[0]);
    if (!looksLikePath(word)) continue;
    const rest = `${text.slice(0, match.index)} ${text.slice(match.index + word.length)}`;
    return { path: WITHOUT_EXTENSION.get(fold(word)) ?? word, rest };
  }
  return { rest: text };
}

/** `a file called notes`, `nommé « notes »`. */
const NAMED =
  /\b(?:called|named|nommee?|appelee?|intitulee?|qui s'appelle)\s+([\uE000-\uF8FF]|[^\s,;:!?\uE000-\uF8FF]+)/;

/** `in "notes"`, `dans « mes notes »`: what is quoted at such a place is a path, whatever it looks like. */
const PLACED = /\b(?:in|into|file|edit|modify|dans|fichier|editer?|modifier?)\s+([\uE000-\uF8FF])/;

function cutOut(text: string, { from, quotes }: { from: number; quotes: Lifted }): FoundPath {
  const word = /^(?:[\uE000-\uF8FF]|[^\s,;:!?\uE000-\uF8FF]+)/.exec(text.slice(from))?.[0] ?? '';
  const rest = `${text.slice(0, from)} ${text.slice(from + word.length)}`;
  return { path: quotesIn(word).length > 0 ? quotes.inner(word) : trimmed(word), rest };
}

function looksLikePath(text: string): boolean {
  if (WITHOUT_EXTENSION.has(fold(text))) return true;
  return /^[\w@~./+-]+$/.test(text) && /\w/.test(text) && /[/]|\.\w/.test(text) && !/^[\d.]+$/.test(text);
}

/** Files that people name without what a path has. */
const WITHOUT_EXTENSION: ReadonlyMap<string, string> = new Map([
  ['readme', 'README.md'],
  ['license', 'LICENSE'],
  ['makefile', 'Makefile'],
  ['dockerfile', 'Dockerfile'],
  ['changelog', 'CHANGELOG.md'],
]);

function trimmed(word: string): string {
  return word.replace(/(?<=[^./])\.+$/, '');
}
