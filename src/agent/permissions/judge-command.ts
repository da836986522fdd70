/**
 * What must be allowed for a shell line to run: each of its commands, and each file that it reads or writes by name.
 *
 * Files are judged where they lead, links resolved. A `cd` counts as perhaps done, so that after it a file has to be
 * all right in both folders. Not here: protection from a command that swaps a folder for a link before the next one
 * uses it; such a command could do itself what it would trick us into.
 */
import { statSync } from 'node:fs';
import { baseName, isChanger, isRunner } from './commands.ts';
import { describeCommand } from './described-command.ts';
import { createGitPrograms, type GitPrograms } from './git-programs.ts';
import { harmlessCommand } from './harmless-commands.ts';
import { judgeGit } from './judge-git.ts';
import { namedFiles, type NamedFiles } from './named-files.ts';
import { isWithin } from './paths.ts';
import { readShellLine, type ShellLine, type ShellWord, type SimpleCommand } from './shell-line.ts';
import { targets, type Target } from './word-targets.ts';

export type Demand =
  | {
      readonly kind: 'run';
      readonly command: SimpleCommand;
      /** It only reads; what it reads are demands of their own. */
      readonly isHarmless: boolean;
      /** Allowed only by a rule that has its name. */
      readonly isRunner: boolean;
      /** Why it is not harmless although it looks so, to follow `because`. */
      readonly why?: string;
      /** What each of its words may name; nothing when it is harmless. */
      readonly named: readonly NamedFiles[];
    }
  /** `isDeep`: also all below it. */
  | ({ readonly kind: 'read' | 'edit'; readonly isDeep?: boolean } & Target);

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
  /** Remembers what repositories run. */
  readonly programs?: GitPrograms | undefined;
}

export async function judgeCommand(text: string, place: LinePlace): Promise<JudgedLine> {
  const line = await readShellLine(text);
  if (line.unclear !== null) return { line, demands: [], unclear: line.unclear };
  if (line.commands.length > MOST_DEMANDS || line.commands.some(({ words }) => words.length > MOST_WORDS)) {
    return { line, demands: [], unclear: 'it has too many words' };
  }
  const demands: Demand[] = [];
  let folders: readonly string[] = [place.cwd];
  const { programs = createGitPrograms() } = place;
  const writes = line.commands.some(({ redirects }) => redirects.some(isWriting));
  for (const command of line.commands) {
    const isChanged = demands.some((demand) => demand.kind === 'edit' || (demand.kind === 'run' && !demand.isHarmless));
    const judged = await judgeOne(command, { ...place, folders, programs, writes, isChanged });
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
  readonly programs: GitPrograms;
  /** Where it may run. */
  readonly folders: readonly string[];
  /** Redirections of the line write files. */
  readonly writes: boolean;
  /** What comes before may have made files. */
  readonly isChanged: boolean;
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
  const run = { kind: 'run', command, isRunner: isRunner(name) } as const;
  if (baseName(name) === 'git') {
    const git = await judgeGit(command, place);
    if (typeof git === 'string') return git;
    const { isHarmless, why, reads } = git;
    const named = isHarmless ? [] : await namedFiles(command.words, place);
    const ran = { ...run, isHarmless, named, ...(why === null ? {} : { why }) };
    return { demands: [ran, ...reads.map((one) => ({ kind: 'read' as const, ...one })), ...redirected], folders: [] };
  }
  const read = await harmlessReads(command, place);
  if (read !== null) return { demands: [{ ...run, isHarmless: true, named: [] }, ...read, ...redirected], folders: [] };
  const named = await namedFiles(command.words, place);
  const searched = deepReads(named, { command, place });
  return { demands: [{ ...run, isHarmless: false, named }, ...searched, ...redirected], folders: [] };
}

/** The folders of the project that a command looks into though it is not known to be harmless. */
function deepReads(
  named: readonly NamedFiles[],
  { command, place }: { readonly command: SimpleCommand; readonly place: Place },
): readonly Demand[] {
  const texts = command.words.map(({ text }) => text);
  if (describeCommand(texts, () => true)?.known.isDeep !== true) return [];
  const found = named.flatMap(({ files }) => files).filter(({ file }) => isWithin(place.root, file));
  const folders = found.filter(({ file }) => isFolder(file));
  const here = place.folders.map((folder) => ({ file: folder, written: folder }));
  return (found.length === 0 ? here : folders).map((target) => ({ kind: 'read', ...target, isDeep: true }));
}

/** Where `cd FOLDER` leads; only within the project. */
async function changedFolders(words: readonly ShellWord[], place: Place): Promise<readonly string[] | string> {
  const [, folder] = words;
  if (folder === undefined || words.length > 2 || folder.isPattern || folder.text.startsWith('-')) {
    return 'it is not known where cd leads';
  }
  const led = (await targets(folder, place.folders))?.map(({ file }) => file);
  if (led === undefined) return 'it is not known where cd leads';
  return led.every((one) => isWithin(place.root, one)) ? led : 'cd leaves the project';
}

async function redirectDemands({ redirects }: SimpleCommand, place: Place): Promise<readonly Demand[] | string> {
  const demands: Demand[] = [];
  for (const { kind, target } of redirects) {
    if (HARMLESS_TARGETS.has(target.text)) continue;
    if (target.isPattern) return 'it is not known to which file it redirects';
    const files = await targets(target, place.folders);
    if (files === null) return 'it is not known to which file it redirects';
    demands.push(...files.map((file) => ({ kind: kind === 'write' ? ('edit' as const) : ('read' as const), ...file })));
  }
  return demands;
}

function isWriting({ kind, target }: SimpleCommand['redirects'][number]): boolean {
  return kind === 'write' && !HARMLESS_TARGETS.has(target.text);
}

const HARMLESS_TARGETS: ReadonlySet<string> = new Set(['/dev/null', '/dev/stdout', '/dev/stderr']);

async function harmlessReads(command: SimpleCommand, place: Place): Promise<readonly Demand[] | null> {
  const harmless = harmlessCommand(command);
  if (harmless === null) return null;
  const demands: Demand[] = [];
  for (const text of harmless.files) {
    const files = await targets({ text, isHome: false }, place.folders);
    if (files === null) return null;
    if (harmless.onlyFiles === true && files.some(({ file }) => isFolder(file))) return null;
    demands.push(...files.map((file) => ({ kind: 'read' as const, ...file, isDeep: harmless.isDeep })));
  }
  return demands;
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}
