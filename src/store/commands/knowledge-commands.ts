/** `/init`, and the commands that the user and the project have written. */
import type { WrittenCommand } from '../../agent/knowledge/commands.ts';
import type { Knowledge } from '../../agent/knowledge/knowledge.ts';
import type { SlashCommand } from './command.ts';

export const knowledgeCommands: readonly SlashCommand[] = [
  {
    name: 'init',
    words: 'let the model write AGENTS.md: what one has to know to work here',
    run({ actions, session, getState }) {
      if (getState().session.info?.provider === 'offline') return actions.say(NEEDS_MODEL);
      session.submit(INIT);
    },
  },
  {
    name: 'instructions',
    words: 'which instructions, commands, skills and agents were read',
    run: ({ actions, getState }) => actions.say(knowledgeWords(getState().knowledge)),
  },
];

export function writtenCommands({ commands }: Pick<Knowledge, 'commands'>): readonly SlashCommand[] {
  return commands.map((command) => ({
    name: command.name,
    words: command.words,
    argument: { name: command.hint ?? 'TEXT', optional: true },
    run: ({ session }, argument) => session.submit(expandCommand(command, argument)),
  }));
}

/** The prompt that a command sends. What it has no place for is put behind it. */
export function expandCommand({ body }: WrittenCommand, argument: string): string {
  const words = argument.match(WORDS)?.map((word) => word.replace(/^(["'])(.*)\1$/s, '$2')) ?? [];
  const hasPlace = body.includes(ARGUMENTS) || NUMBERED.test(body);
  if (hasPlace) {
    return body
      .replaceAll(ARGUMENTS, () => argument)
      .replaceAll(new RegExp(NUMBERED, 'g'), (_, number: string) => words[Number(number) - 1] ?? '');
  }
  return argument === '' ? body : `${body}\n\n${argument}`;
}

const ARGUMENTS = '$ARGUMENTS';
/** `$1` is the first word of the argument; `$12` and `$1.50` are none. */
const NUMBERED = /\$([1-9])(?![\d.,]\d|\d)/;
const WORDS = /"[^"]*"|'[^']*'|\S+/g;

/** `Read: AGENTS.md · skills: pdf · commands: /review`. */
export function knowledgeWords({ instructions, commands, skills, agents }: Knowledge): string {
  const parts = [
    ...(instructions.length === 0 ? [] : [`Read: ${instructions.map(({ shown }) => shown).join(', ')}`]),
    ...(skills.length === 0 ? [] : [`skills: ${skills.map(({ name }) => name).join(', ')}`]),
    ...(agents.length === 0 ? [] : [`agents: ${agents.map(({ name }) => name).join(', ')}`]),
    ...(commands.length === 0 ? [] : [`commands: ${commands.map(({ name }) => `/${name}`).join(', ')}`]),
  ];
  return parts.length === 0 ? 'There is no AGENTS.md, command, skill or agent for this folder.' : parts.join(' · ');
}

const NEEDS_MODEL =
  '/init needs a real model, which reads the project: set ANTHROPIC_API_KEY. Or write AGENTS.md yourself.';

const INIT = `Write AGENTS.md for this project: what a coding agent has to know to work here and would not see at once.

Look around first: the README, what builds and tests it, its configuration, the most important folders, and files in \
which other agents are told the same (CLAUDE.md, .cursorrules, .github/copilot-instructions.md). Then write, in short \
plain sentences and at most about 60 lines: what it is; the commands to install, build, check and test, also one test \
alone, tried where that is cheap; how the code is laid out; the conventions that one could get wrong; what not to touch. \
Nothing that goes without saying, nothing invented, no secrets. If there is an AGENTS.md already, read it and improve it \
rather than replacing it.`;
