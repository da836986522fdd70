/**
 * The files that the words of a command may name, whatever the command does with them: for rules that allow a command
 * but not what it would reach, and for rules about files that may not be read.
 */
import { lstatSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../tools/outcome.ts';
import { followLinks } from '../tools/follow-links.ts';
import { guardOf } from './guarded-files.ts';
import { expandPattern } from './expand-pattern.ts';
import { expandHome, isWithin } from './paths.ts';
import type { ShellWord } from './shell-line.ts';
import { goesBack, type Target } from './word-targets.ts';

export interface NamedFiles {
  /** What the command gets: the word, or what the shell may put in the place of a pattern. */
  readonly texts: readonly string[];
  /** Those that are there, and those outside the project or guarded in it. */
  readonly files: readonly Target[];
  /** It is not known where it leads, or there is too much to look at. */
  readonly isUnclear: boolean;
}

export interface NamingPlace {
  /** The project. */
  readonly root: string;
  /** Where the command may run. */
  readonly folders: readonly string[];
  /** Commands before it in the line may have made files. */
  readonly isChanged: boolean;
}

/** Of each word. */
export async function namedFiles(words: readonly ShellWord[], place: NamingPlace): Promise<readonly NamedFiles[]> {
  const folders = await Promise.all(place.folders.map((folder) => followLinks(folder).catch(() => null)));
  const resolved = { ...place, folders: folders.filter((folder) => folder !== null) };
  const isKnown = resolved.folders.length === folders.length;
  let left = MOST_TEXTS;
  let patterns = MOST_PATTERNS;
  const found: NamedFiles[] = [];
  for (const [index, word] of words.entries()) {
    if (word.isPattern) patterns -= 1;
    const isName = index === 0 && !word.text.includes('/');
    const texts = isName || !isKnown || patterns < 0 || left <= 0 ? null : textsOf(word, resolved);
    left -= texts?.length ?? 0;
    if (isName) found.push({ texts: [word.text], files: [], isUnclear: false });
    else found.push(texts === null || left < 0 ? UNCLEAR : await filesOf(texts, resolved));
  }
  return found;
}

/** What is more is asked about rather than looked up. */
const MOST_TEXTS = 400;
const MOST_PATTERNS = 10;
const UNCLEAR: NamedFiles = { texts: [], files: [], isUnclear: true };

async function filesOf(texts: readonly string[], place: NamingPlace): Promise<NamedFiles> {
  const files: Target[] = [];
  for (const text of texts) {
    for (const part of partsOf(text)) {
      const found = await filesNamed(part, place);
      if (found === null) return { texts, files, isUnclear: true };
      files.push(...found);
    }
  }
  return { texts, files, isUnclear: false };
}

/** Of a pattern also the pattern itself: it stays what it is when no file fits. `null`: too many, or not known. */
function textsOf({ text, isPattern }: ShellWord, { folders, isChanged }: NamingPlace): readonly string[] | null {
  if (!isPattern) return [text];
  if (isChanged) return null;
  const found = folders.map((folder) => expandPattern(expandHome(text), folder));
  if (found.some((texts) => texts === null)) return null;
  return [text, ...new Set(found.flatMap((texts) => texts ?? []))];
}

interface Part {
  readonly text: string;
  /** What it leads to counts also when it is not there: the word, or the value of an option. */
  readonly isWhole: boolean;
}

/** What of a word may be a file: `--file=X`, `-fX`, `tests/a.py::test_b`, `a,b`. Nothing of an address on the web. */
function partsOf(text: string): readonly Part[] {
  if (/^(?!file:)[a-z][a-z0-9+.-]*:\/\//i.test(text)) return [];
  const value = text.startsWith('-') ? /^(?:--?[^=]*=|-[A-Za-z])(.*)$/s.exec(text)?.[1] : text;
  const joined = /^-[A-Za-z](.*)$/s.exec(text)?.[1];
  const wholes = new Set([value, joined].filter((one) => one !== undefined && one !== ''));
  const others = /[=:,]/.test(text) ? text.split(/[=:,]+/).slice(0, MOST_PARTS) : [];
  return [
    ...[...wholes].map((one) => ({ text: one ?? '', isWhole: true })),
    ...others.filter((one) => one !== '' && !wholes.has(one)).map((one) => ({ text: one, isWhole: false })),
  ];
}

const MOST_PARTS = 8;

/** `null`: it is not known. */
async function filesNamed({ text, isWhole }: Part, { root, folders }: NamingPlace): Promise<readonly Target[] | null> {
  const found: Target[] = [];
  for (const folder of folders) {
    const absolute = path.resolve(folder, expandHome(text));
    const isThere = isFile(absolute);
    const file = isThere || text.includes('/') ? await led(absolute) : absolute;
    if (file === null) return null;
    if (isThere && goesBack(text)) return null;
    const isInside = isWithin(root, file);
    if (isThere || (isWhole && !isInside) || (isInside && guardOf(file, { root }) !== undefined)) {
      found.push({ file, written: absolute });
    }
  }
  return found;
}

/** A name that no file can have is none; what may not be looked at counts as one. */
function isFile(absolute: string): boolean {
  try {
    return lstatSync(absolute, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return codeOf(error) !== 'ENAMETOOLONG';
  }
}

/** Where it leads; what no file can be named leads nowhere. */
async function led(absolute: string): Promise<string | null> {
  try {
    return await followLinks(absolute);
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENAMETOOLONG' || code === 'ENOTDIR' ? absolute : null;
  }
}
