/** Rules about files that a line may read without naming them: it searches a folder, or prints what git keeps. */
import { baseName } from './commands.ts';
import { gitCommand } from './git-commands.ts';
import { findRepository } from './git-repository.ts';
import type { Demand } from './judge-command.ts';
import type { FileGlobs } from './match-file.ts';
import type { MentionedCommand } from './mentions.ts';
import { isWithin } from './paths.ts';
import type { Rule, Rules } from './rules.ts';
import type { SimpleCommand } from './shell-line.ts';

export interface Searching {
  readonly demands: readonly (Demand | { readonly kind: 'use' })[];
  /** All commands that the line mentions. */
  readonly mentioned: readonly MentionedCommand[];
  /** The project: absolute, with links resolved. */
  readonly root: string;
  readonly globs: FileGlobs;
}

/** A rule that forbids or asks, about files that may lie below one of the folders that are searched. */
export function searchedRule({ deny, ask }: Rules, searching: Searching): Rule | undefined {
  const about = [...deny, ...ask].filter(({ tool }) => tool === 'read');
  if (about.length === 0) return undefined;
  const { root, globs } = searching;
  const folders = searchedFolders(searching);
  return about.find(({ pattern }) =>
    folders.some((folder) => {
      if (pattern.kind !== 'glob') return true;
      const isOfProject = !/^[~/]/.test(pattern.glob) && (isWithin(root, folder) || isWithin(folder, root));
      return isOfProject || globs.reachesInto(pattern.glob, folder);
    }),
  );
}

/** Absolute. Where a command is not known well enough, the project counts, and the repository that it is part of. */
function searchedFolders({ demands, mentioned, root }: Searching): readonly string[] {
  const folders = demands.flatMap((one) => (one.kind === 'read' && one.isDeep === true ? [one.file] : []));
  const judged = new Set(demands.flatMap((one) => (one.kind === 'run' && one.isHarmless ? [keyOf(one.command)] : [])));
  const others = mentioned.filter(({ words }) => !judged.has(JSON.stringify(words)));
  const prints = others.some((one) => anyBegins(one, printsOfGit));
  const found = prints ? findRepository(root) : undefined;
  if (found?.kind === 'found') folders.push(found.repository.top);
  return prints || others.some((one) => anyBegins(one, searches)) ? [...folders, root] : folders;
}

function keyOf({ words }: SimpleCommand): string {
  return JSON.stringify(words.map(({ text }) => text));
}

type Words = readonly (string | null)[];

/** So many words of a command are looked at; one that is longer may do anything with them. */
const MOST_WORDS = 50;

function anyBegins({ words, from }: MentionedCommand, does: (name: string, args: Words) => boolean): boolean {
  return from.some((start) => {
    const name = baseName(words[start] ?? '');
    return NAMES.test(name) && does(name, words.slice(start + 1, start + 1 + MOST_WORDS));
  });
}

const NAMES = /^(?:git|rg|ag|ack|ugrep|[efrz]?grep)$/;

function searches(name: string, args: Words): boolean {
  if (name === 'git') return false;
  return !/^[efz]?grep$/.test(name) || args.length === MOST_WORDS || args.some((word) => RECURSIVE.test(word ?? '-r'));
}

const RECURSIVE = /^(?:-[A-Za-z]*[rRd]|--(?:r|dereference-r|directories))/;

function printsOfGit(name: string, args: Words): boolean {
  if (name !== 'git') return false;
  return args.length === MOST_WORDS || gitCommand(args.map((word) => word ?? ''))?.printsContents === true;
}
