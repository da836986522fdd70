/**
 * The rule that is offered for a command: `npm test *` where further words are only more of the same and this command is
 * allowed by it, else the command as it stands.
 */
import { isRunner } from './commands.ts';
import { parseRule, type Rule } from './rules.ts';
import type { ShellWord, SimpleCommand } from './shell-line.ts';

/** `allows`: whether a rule allows the command. */
export function suggestCommandRule({ words }: SimpleCommand, allows: (rule: Rule) => boolean): string {
  const depth = openDepth(words);
  const open = depth === undefined ? undefined : parseRule(`bash(${words.slice(0, depth).map(quote).join(' ')} *)`);
  if (open?.kind === 'rule' && allows(open.rule)) return open.rule.text;
  return `bash(${words.map(quote).join(' ')})`;
}

/** After how many words a `*` may stand; `undefined`: after none. */
function openDepth(words: readonly ShellWord[]): number | undefined {
  const [name = '', sub = '', third = ''] = words.map(({ text }) => text);
  if (words.slice(0, 3).some(({ isPattern }) => isPattern) || isRunner(name)) return undefined;
  if (WHOLE.has(name)) return 1;
  const subs = Object.hasOwn(WITH_SUBCOMMAND, name) ? WITH_SUBCOMMAND[name] : undefined;
  if (subs?.includes(sub) !== true) return undefined;
  if (sub !== 'run' && name !== 'gh') return 2;
  return /^\w[\w:.-]*$/.test(third) ? 3 : undefined;
}

/** Whatever their words are, they do one thing. */
const WHOLE: ReadonlySet<string> = new Set(
  'ls cat head tail wc grep rg pytest vitest jest mocha tsc eslint prettier ruff mypy black flake8 biome mkdir touch'.split(
    ' ',
  ),
);

/** Subcommands that do one thing; those that run a given command or change settings are left out. */
const WITH_SUBCOMMAND: Readonly<Record<string, readonly string[]>> = {
  git: 'add commit status diff log show fetch pull push stash checkout switch restore merge cherry-pick blame'.split(
    ' ',
  ),
  npm: 'test ci install i run ls outdated audit view'.split(' '),
  pnpm: 'test install add run'.split(' '),
  yarn: 'test install add run'.split(' '),
  cargo: 'build test check clippy fmt doc'.split(' '),
  go: 'build test vet mod fmt'.split(' '),
  pip: 'install list show'.split(' '),
  uv: 'sync add lock'.split(' '),
  poetry: 'install add'.split(' '),
  docker: 'build ps images logs'.split(' '),
  gh: 'pr issue repo'.split(' '),
};

/** As the pattern of a rule is read: a quoted star is a star. */
function quote({ text, isPattern }: ShellWord): string {
  if (/^[\w@%+=:,./~^-]+$/.test(text)) return text;
  if (isPattern) return text.replace(/[^\w@%+=:,./~^*-]/g, '\\$&');
  return text.includes("'") ? `"${text.replace(/["\\$`]/g, '\\$&')}"` : `'${text}'`;
}
