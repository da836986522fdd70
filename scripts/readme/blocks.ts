/** The parts of the documents that are made from the program itself. */
import { helpSections, type HelpSection } from '../../src/components/help-lines.ts';
import { SHOWN } from '../../src/background/local/sandbox/shown-paths.ts';
import { createKeymap } from '../../src/components/keymap.ts';
import { loadConfig } from '../../src/config.ts';
import { tasksHelp } from '../../src/tasks-command/help.ts';

/** The documents, each with the name of its block. */
export const DOCUMENTS = {
  'docs/keys.md': 'keys',
  'docs/settings.md': 'help',
  'docs/tasks.md': 'tasks',
  'docs/sandbox.md': 'shown',
} as const;

type Name = (typeof DOCUMENTS)[keyof typeof DOCUMENTS];

const BLOCKS: Readonly<Record<Name, () => string | Promise<string>>> = {
  keys: keysBlock,
  help: helpBlock,
  tasks: () => textBlock(tasksHelp()),
  shown: () =>
    [...SHOWN]
      .sort()
      .map((name) => `\`${name}\``)
      .join(', '),
};

/** The text with its block, between `<!-- name -->` and `<!-- /name -->`, as the program has it now. Throws without one. */
export async function withBlock(text: string, name: Name): Promise<string> {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`There is no block ${begin} … ${end}.`);
  return `${text.slice(0, from + begin.length)}\n\n${await BLOCKS[name]()}\n\n${text.slice(to)}`;
}

function keysBlock(): string {
  const keymap = createKeymap();
  const free = keymap.bindings.filter(({ fixed }) => !fixed);
  const names = [...new Set(free.map(({ action }) => `\`${action}\``))];
  return `${helpSections(keymap).map(sectionText).join('\n\n')}\n\n**Names of actions, for the setting \`keys\`**\n\n${names.join(', ')}`;
}

function sectionText({ title, rows }: HelpSection): string {
  const width = Math.max(...rows.map(({ usage }) => [...usage].length));
  const lines = rows.map(({ usage, words }) => `${usage}${' '.repeat(width - [...usage].length)}  ${words}`);
  return `**${title}**\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\``;
}

async function helpBlock(): Promise<string> {
  const help = await loadConfig({ argv: ['--help'], env: {}, homedir: '/', cwd: '/' });
  if (help.kind !== 'help') throw new Error('--help shows no help.');
  return textBlock(help.text);
}

function textBlock(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
