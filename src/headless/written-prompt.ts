/** Slash commands where there is no screen: those that are written as prompts are sent, the others say so. */
import type { Knowledge } from '../agent/knowledge/knowledge.ts';
import { allCommands } from '../store/commands/all.ts';
import { expandCommand } from '../store/commands/knowledge-commands.ts';

export type WrittenPrompt =
  | { readonly kind: 'prompt'; readonly text: string }
  /** A whole sentence. */
  | { readonly kind: 'refused'; readonly sentence: string };

/** `/review a.ts` becomes the text of the command `review`; a path such as `/etc/hosts` stays a prompt. */
export function writtenPrompt(text: string, { commands }: Pick<Knowledge, 'commands'>): WrittenPrompt {
  const [, name, argument = ''] = /^\/([\w:.-]+)(?:\s+([^]*))?$/.exec(text.trim()) ?? [];
  if (name === undefined) return { kind: 'prompt', text };
  if (allCommands.some((command) => command.name === name)) {
    return {
      kind: 'refused',
      sentence: `/${name} is a command of the screen; -p takes prompts and your own commands.`,
    };
  }
  const command = commands.find((one) => one.name === name);
  return { kind: 'prompt', text: command === undefined ? text : expandCommand(command, argument.trim()) };
}
