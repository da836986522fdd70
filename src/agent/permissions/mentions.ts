/** Whether a rule's command stands anywhere in a line: for rules that forbid or ask, which had better say too much. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { matchesCommand } from './match-command.ts';
import { baseName, isChanger, isRunner } from './commands.ts';
import { expandHome } from './paths.ts';
import type { PatternWord } from './pattern-words.ts';
import { readShellLine, type ShellLine } from './shell-line.ts';

type Words = readonly (string | null)[];

/** How often a line may stand in a word of a line: `sh -c "sh -c …"`. */
const DEEPEST = 4;

/** Every command of the line, those within `sudo …`, `env X=1 …`, `xargs …`, `sh -c '…'` and `eval …` too. */
export async function allMentions(line: ShellLine, depth = 0): Promise<readonly Words[]> {
  const found: Words[] = [...line.mentioned];
  for (const words of line.mentioned) {
    const plain = withoutGitOptions(words);
    if (plain !== undefined) found.push(plain);
    const [name] = words;
    if (typeof name !== 'string' || !(isRunner(name) || isChanger(name))) continue;
    for (let start = 1; start < words.length; start++) found.push(words.slice(start));
    if (depth === DEEPEST) continue;
    const joined = words.slice(1).flatMap((word) => word ?? []);
    for (const text of new Set([...joined, joined.join(' ')])) {
      if (/\s|[;|&]/.test(text)) found.push(...(await allMentions(await readShellLine(text), depth + 1)));
    }
  }
  return found;
}

/** `git -C folder push` is a `git push` too. */
function withoutGitOptions([name, ...args]: Words): Words | undefined {
  if (typeof name !== 'string' || baseName(name) !== 'git') return undefined;
  let at = 0;
  for (let word = args[at]; typeof word === 'string' && word.startsWith('-'); word = args[at]) {
    at += /^(?:-[Cc]|--(?:git-dir|work-tree|namespace|config-env))$/.test(word) ? 2 : 1;
  }
  return at === 0 ? undefined : [name, ...args.slice(at)];
}

/** The files that are there and that words of a line may name, by whichever command: absolute, links not resolved. */
export function mentionedFiles(mentioned: readonly Words[], cwd: string): readonly string[] {
  const words = mentioned.flatMap((one) => one.slice(1)).filter((word) => word !== null);
  const texts = new Set(words.flatMap((word) => [word, word.slice(word.indexOf('=') + 1)]));
  return [...texts].map((text) => path.resolve(cwd, expandHome(text))).filter((file) => existsSync(file));
}

/** A word that is known only later fits no written one. A name under a path is the name. */
export function mentions(pattern: readonly PatternWord[], words: Words): boolean {
  const [name, ...args] = words.map((text) => ({ text: text ?? '', isPattern: text === null, isHome: false }));
  if (name === undefined) return false;
  const bare = { ...name, text: baseName(name.text) };
  return matchesCommand(pattern, [name, ...args]) || matchesCommand(pattern, [bare, ...args]);
}
