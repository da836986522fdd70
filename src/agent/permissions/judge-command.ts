/**
 * What must be allowed for a shell line to run: each of its commands, and each file that it reads or writes by name.
 *
 * Files are judged where they lead, links resolved. A `cd` counts as perhaps done, so that after it a file has to be
 * all right in both folders. Not here: protection from a command that swaps a folder for a link before the next one
 * uses it; such a command could do itself what it would trick us into.
 */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { followLinks } from '../tools/follow-links.ts';
import { isChanger, isRunner } from './commands.ts';
import { harmlessCommand } from './harmless-commands.ts';
import { expandHome, isWithin } from './paths.ts';
import { readShellLine, type ShellLine, type ShellWord, type SimpleCommand } from './shell-line.ts';

export type Demand =
  | {
      readonly kind: 'run';
      readonly command: SimpleCommand;
      /** It only reads; what it reads are demands of their own. */
      readonly isHarmless: boolean;
      /** Allowed only by a rule that has its name. */
      readonly isRunner: boolean;
    }
  /** `file` is absolute, with links resolved. `isDeep`: also all below it. */
  | { readonly kind: 'read' | 'edit'; readonly file: string; readonly isDeep?: boolean };

export interface JudgedLine {
  readonly line: ShellLine;
  /** All there is, when `unclear` is null. */
  readonly demands: readonly Demand[];
  /** Why it cannot be known what it does, to follow `because`. */
  readonly unclear: string | null;
}

export interface LinePlace {
  /** Where it runs. */
  readonly cwd: string;
  /** The project. */
  readonly root: string;
}

export async function judgeCommand(text: string, place: LinePlace): Promise<JudgedLine> {
  const line = await readShellLine(text);
  if (line.unclear !== null) return { line, demands: [], unclear: line.unclear };
  if (line.commands.length > MOST_DEMANDS || line.commands.some(({ words }) => words.length > MOST_WORDS)) {
    return { line, demands: [], unclear: 'it has too many words' };
  }
  const demands: Demand[] = [];
  let folders: readonly string[] = [place.cwd];
  for (const command of line.commands) {
    const judged = await judgeOne(command, { ...place, folders });
    if (typeof judged === 'string') return { line, demands: [], unclear: judged };
    demands.push(...judged.demands);
    folders = [...new Set([...folders, ...judged.folders])];
    if (folders.length > MOST_FOLDERS) return { line, demands: [], unclear: 'it changes the folder too often' };
    if (demands.length > MOST_DEMANDS) return { line, demands: [], unclear: 'it names too many files and commands' };
  }
  return { line, demands, unclear: null };
}

/** Each is looked up on the disk, for every folder: what is more takes longer than keys should wait. */
const MOST_FOLDERS = 8;
const MOST_DEMANDS = 300;
const MOST_WORDS = 500;

interface Place extends LinePlace {
  /** Where it may run. */
  readonly folders: readonly string[];
}

interface Judged {
  readonly demands: readonly Demand[];
  /** Where the next command may run, too. */
  readonly folders: readonly string[];
}

async function judgeOne(command: SimpleCommand, place: Place): Promise<Judged | string> {
  const [name = '', ...args] = command.words.map(({ text }) => text);
  if (isChanger(name, args)) return `${name} changes what the rest of the line means`;
  const redirected = await redirectDemands(command, place);
  if (typeof redirected === 'string') return redirected;
  if (name === 'cd') {
    const folders = await changedFolders(command.words, place);
    return typeof folders === 'string' ? folders : { demands: redirected, folders };
  }
  const run = { kind: 'run', command, isHarmless: false, isRunner: isRunner(name) } as const;
  const read = await harmlessReads(command, place);
  if (read === null) return { demands: [run, ...redirected], folders: [] };
  return { demands: [{ ...run, isHarmless: true }, ...read, ...redirected], folders: [] };
}

/** Where `cd FOLDER` leads; only within the project. */
async function changedFolders(words: readonly ShellWord[], place: Place): Promise<readonly string[] | string> {
  const [, folder] = words;
  if (folder === undefined || words.length > 2 || folder.isPattern || folder.text.startsWith('-')) {
    return 'it is not known where cd leads';
  }
  const led = await targets(folder, place);
  if (led === null) return 'it is not known where cd leads';
  return led.every((one) => isWithin(place.root, one)) ? led : 'cd leaves the project';
}

async function redirectDemands({ redirects }: SimpleCommand, place: Place): Promise<readonly Demand[] | string> {
  const demands: Demand[] = [];
  for (const { kind, target } of redirects) {
    if (HARMLESS_TARGETS.has(target.text)) continue;
    if (target.isPattern) return 'it is not known to which file it redirects';
    const files = await targets(target, place);
    if (files === null) return 'it is not known to which file it redirects';
    demands.push(...files.map((file) => ({ kind: kind === 'write' ? ('edit' as const) : ('read' as const), file })));
  }
  return demands;
}

const HARMLESS_TARGETS: ReadonlySet<string> = new Set(['/dev/null', '/dev/stdout', '/dev/stderr']);

async function harmlessReads(command: SimpleCommand, place: Place): Promise<readonly Demand[] | null> {
  const harmless = harmlessCommand(command);
  if (harmless === null || (harmless.isGit && !isPlainRepository(place))) return null;
  const demands: Demand[] = [];
  for (const text of harmless.files) {
    const files = await targets({ text, isPattern: false, isHome: false }, place);
    if (files === null) return null;
    if (harmless.onlyFiles === true && files.some(isFolder)) return null;
    demands.push(...files.map((file) => ({ kind: 'read' as const, file, isDeep: harmless.isDeep })));
  }
  return demands;
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Whether git would take its settings from the repository that the project is or is part of. In another folder of the
 * project something that came with it could pass for a repository, and its settings name programs to run.
 */
function isPlainRepository({ root, folders }: Place): boolean {
  if (folders.some((folder) => folder !== root)) return false;
  let folder = root;
  for (;;) {
    if (existsSync(path.join(folder, '.git'))) return true;
    const parent = path.dirname(folder);
    if (parent === folder || existsSync(path.join(folder, 'HEAD'))) return false;
    folder = parent;
  }
}

/** The file that a word may lead to, for each folder in which it may be read; `null`: that is not known. */
async function targets({ text, isHome }: ShellWord, { folders }: Place): Promise<readonly string[] | null> {
  if (goesBack(text)) return null;
  const wanted = isHome ? expandHome(text) : text;
  const found: string[] = [];
  for (const folder of folders) {
    const file = await followLinks(path.resolve(folder, wanted)).catch(() => null);
    if (file === null) return null;
    found.push(file);
  }
  return found;
}

/** `a/../b`: where `a` is a link, the way back is another one. */
function goesBack(text: string): boolean {
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  return parts.slice(parts.findIndex((part) => part !== '..')).includes('..') && parts.some((part) => part !== '..');
}
