/** Whether a rule's command stands anywhere in a line: for rules that forbid or ask, which had better say too much. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { matchesCommand, matchesText } from './match-command.ts';
import { baseName, isChanger, isRunner } from './commands.ts';
import { expandHome, followed } from './paths.ts';
import type { PatternWord } from './pattern-words.ts';
import { readShellLine } from './shell-line.ts';
import type { MentionedFile, ShellMentions } from './shell-mentions.ts';
import type { Target } from './word-targets.ts';

/** The words of a command that may begin at any of `from`: `sudo env X=1 rm` is an `env` and an `rm` too. */
export interface MentionedCommand {
  readonly words: readonly (string | null)[];
  readonly from: readonly number[];
}

export interface Mentions {
  readonly commands: readonly MentionedCommand[];
  readonly files: readonly MentionedFile[];
  /** The line was too long, or held too many lines, to look at all of it. */
  readonly isCut: boolean;
}

/** How often a line may stand in a word of a line: `sh -c "sh -c …"`. */
const DEEPEST = 4;
/** Lines within the line, and their characters together. */
const MOST_LINES = 60;
const MOST_CHARACTERS = 40_000;

/** Every command of the line, those within `sudo …`, `env X=1 …`, `xargs …`, `sh -c '…'`, `sh <<…` and `eval …` too. */
export async function allMentions(mentioned: ShellMentions | null): Promise<Mentions> {
  const commands: MentionedCommand[] = [];
  const files: MentionedFile[] = [];
  let [lines, characters] = [0, 0];
  let isCut = mentioned === null;

  const readText = async (text: string, depth: number): Promise<void> => {
    lines += 1;
    characters += text.length;
    if (lines > MOST_LINES || characters > MOST_CHARACTERS) isCut = true;
    else await add((await readShellLine(text)).mentioned, depth);
  };
  const add = async (found: ShellMentions | null, depth: number): Promise<void> => {
    if (found === null) return void (isCut = true);
    files.push(...found.files);
    for (const words of found.commands) {
      commands.push({ words, from: startsOf(words) });
      if (depth < DEEPEST) for (const text of textsIn(words)) await readText(text, depth + 1);
    }
    if (depth < DEEPEST) for (const text of new Set(found.scripts)) await readText(text, depth + 1);
  };
  await add(mentioned, 0);
  return { commands, files, isCut };
}

function startsOf(words: readonly (string | null)[]): readonly number[] {
  return takesCommand(words) ? words.map((_, index) => index) : [0];
}

/** Words of a runner that may be lines, and all of its words as one. */
function textsIn(words: readonly (string | null)[]): ReadonlySet<string> {
  if (!takesCommand(words)) return new Set();
  const known = words.slice(1).filter((word) => word !== null);
  const lines = known.filter((text) => /[\s;|&<>$`]/.test(text));
  // Some join their words to one line (`eval`, `ssh`); of plain ones that makes the same words again.
  return new Set(lines.length === 0 ? [] : [...lines, known.join(' ')]);
}

function takesCommand([name]: readonly (string | null)[]): boolean {
  return typeof name === 'string' && (isRunner(name) || isChanger(name));
}

export interface NamedFile extends Target {
  readonly kind: MentionedFile['kind'];
}

/** The files that are there and that a line names, by whichever command. */
export function mentionedFiles({ commands, files }: Mentions, cwd: string): readonly NamedFile[] {
  const words = commands.flatMap((command) => command.words.slice(1)).filter((word) => word !== null);
  const texts = new Set(words.flatMap((word) => [word, word.slice(word.indexOf('=') + 1)]));
  return [...[...texts].map((name) => ({ kind: 'read' as const, name })), ...files]
    .map(({ kind, name }) => ({ kind, written: path.resolve(cwd, expandHome(name)) }))
    .filter(({ kind, written }) => kind === 'write' || existsSync(written))
    .map((named) => ({ ...named, file: followed(named.written) }));
}

/** A word that is known only later fits no written one. A name under a path is the name; `git -C folder` is `git`. */
export function mentions(pattern: readonly PatternWord[], { words, from }: MentionedCommand): boolean {
  const [first = []] = pattern;
  return from.some((start) => {
    if (!mayBegin(first, words[start] ?? '')) return false;
    // One word more than the pattern has tells whether there are more.
    const some = words.slice(start, start + pattern.length + MOST_GIT_OPTIONS);
    const plain = withoutGitOptions(some);
    return matches(pattern, some) || (plain !== undefined && matches(pattern, plain));
  });
}

const MOST_GIT_OPTIONS = 20;

function mayBegin(first: PatternWord, name: string): boolean {
  return matchesText(first, name) || matchesText(first, baseName(name));
}

function matches(pattern: readonly PatternWord[], words: readonly (string | null)[]): boolean {
  const [name, ...args] = words.map((text) => ({ text: text ?? '', isPattern: text === null, isHome: false }));
  if (name === undefined) return false;
  const bare = { ...name, text: baseName(name.text) };
  return matchesCommand(pattern, [name, ...args]) || matchesCommand(pattern, [bare, ...args]);
}

/** `git -C folder push` is a `git push` too. */
function withoutGitOptions([name, ...args]: readonly (string | null)[]): readonly (string | null)[] | undefined {
  if (typeof name !== 'string' || baseName(name) !== 'git') return undefined;
  let at = 0;
  for (let word = args[at]; typeof word === 'string' && word.startsWith('-'); word = args[at]) {
    at += /^(?:-[Cc]|--(?:git-dir|work-tree|namespace|config-env|attr-source|exec-path|super-prefix|list-cmds))$/.test(
      word,
    )
      ? 2
      : 1;
  }
  return at === 0 ? undefined : [name, ...args.slice(at)];
}
