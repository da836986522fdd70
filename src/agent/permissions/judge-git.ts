/** What a git command needs: a repository that runs nothing by itself, and the files of it that are read. */
import { lstatSync } from 'node:fs';
import path from 'node:path';
import { gitCommand, type GitCommand } from './git-commands.ts';
import type { GitPrograms } from './git-programs.ts';
import { findRepository, type FoundRepository } from './git-repository.ts';
import { expandHome } from './paths.ts';
import type { SimpleCommand } from './shell-line.ts';
import { targets, type Target } from './word-targets.ts';

export interface GitPlace {
  /** The project. */
  readonly root: string;
  /** Where it may run. */
  readonly folders: readonly string[];
  /** The line writes files by redirections, and so could make of a folder what git takes for a repository. */
  readonly writes: boolean;
  readonly programs: GitPrograms;
}

export interface JudgedGit {
  /** It only reads, and git runs nothing meanwhile. */
  readonly isHarmless: boolean;
  /** Why it may run something although it only reads, to follow `because`. */
  readonly why: string | null;
  readonly reads: readonly (Target & { readonly isDeep: boolean })[];
}

/** A sentence, to follow `because`: no rule for the command can know what it runs. */
export async function judgeGit(command: SimpleCommand, place: GitPlace): Promise<JudgedGit | string> {
  const own = findRepository(place.root);
  const whys: (string | null)[] = [];
  const tops: string[] = [];
  for (const folder of place.folders) {
    const found = findRepository(folder);
    const why = await whyRuns(found, place.programs);
    if (why !== null && !isSame(found, own)) return why;
    whys.push(why ?? whyMade(found, { folder, writes: place.writes }));
    if (found.kind === 'found') tops.push(found.repository.top);
  }
  const git = gitCommandOf(command);
  if (git === null) return { isHarmless: false, why: null, reads: [] };
  const named = git.isReading ? await namedFiles(git, place.folders) : [];
  const printed = git.printsContents ? await printedFiles(git, { folders: place.folders, tops }) : [];
  const isReading = git.isReading && named !== null && printed !== null && tops.length === place.folders.length;
  const why = isReading ? (whys.find((one) => one !== null) ?? null) : null;
  return {
    isHarmless: isReading && why === null,
    why,
    reads: [...(named ?? []), ...(printed ?? wholly(tops))],
  };
}

async function whyRuns(found: FoundRepository, programs: GitPrograms): Promise<string | null> {
  switch (found.kind) {
    case 'found':
      return programs.whyRuns(found.repository);
    case 'odd':
      return `git may take ${found.at} for a repository of its own, whose settings name programs to run`;
    case 'none':
      return null;
    default:
      return found satisfies never;
  }
}

function isSame(one: FoundRepository, other: FoundRepository): boolean {
  if (one.kind === 'found' && other.kind === 'found') return one.repository.gitFolder === other.repository.gitFolder;
  return one.kind === 'odd' && other.kind === 'odd' && one.at === other.at;
}

function whyMade(
  found: FoundRepository,
  { folder, writes }: { readonly folder: string; readonly writes: boolean },
): string | null {
  const isAtTop = found.kind === 'found' && found.repository.top === folder;
  return writes && !isAtTop ? 'it writes files where git looks for a repository' : null;
}

/** Only where its name is nothing else than `git` is it known which program that is. */
function gitCommandOf({ words }: SimpleCommand): GitCommand | null {
  const [name, ...args] = words;
  const git = gitCommand(args.map(({ text, isHome }) => (isHome ? expandHome(text) : text)));
  const isKnown = name?.text === 'git' && !words.some(({ isPattern }) => isPattern);
  return git === null || isKnown ? git : { ...git, isReading: false, scope: { kind: 'all' } };
}

/** Every word counts as a file that is read, also a revision; so it has to lead inside the project. */
async function namedFiles({ words }: GitCommand, folders: readonly string[]): Promise<JudgedGit['reads'] | null> {
  const found = await targetsOf(words, folders);
  return found?.map((target) => ({ ...target, isDeep: false })) ?? null;
}

interface Printing {
  readonly folders: readonly string[];
  /** The top of the repository of each. */
  readonly tops: readonly string[];
}

async function printedFiles({ scope }: GitCommand, { folders, tops }: Printing): Promise<JudgedGit['reads'] | null> {
  switch (scope.kind) {
    case 'all':
      return wholly(tops);
    case 'paths':
      return deep(await targetsOf(scope.words, folders));
    case 'paths if there': {
      const first = scope.words.findIndex((word) => folders.every((folder) => isThere(path.resolve(folder, word))));
      return first === -1 ? wholly(tops) : deep(await targetsOf(scope.words.slice(first), folders));
    }
    case 'objects': {
      const isFromHere = (one: string) => one.startsWith('./');
      const here = await targetsOf(scope.paths.filter(isFromHere), folders);
      const fromTop = await targetsOf(
        scope.paths.filter((one) => !isFromHere(one)),
        tops,
      );
      return here === null || fromTop === null ? null : deep([...here, ...fromTop]);
    }
    default:
      return scope satisfies never;
  }
}

function wholly(tops: readonly string[]): JudgedGit['reads'] {
  return [...new Set(tops)].map((top) => ({ file: top, written: top, isDeep: true }));
}

function deep(found: readonly Target[] | null): JudgedGit['reads'] | null {
  return found?.map((target) => ({ ...target, isDeep: true })) ?? null;
}

async function targetsOf(words: readonly string[], folders: readonly string[]): Promise<readonly Target[] | null> {
  const found: Target[] = [];
  for (const text of words) {
    const some = await targets({ text, isHome: false }, folders);
    if (some === null) return null;
    found.push(...some);
  }
  return found;
}

function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}
