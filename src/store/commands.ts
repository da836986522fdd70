/** What a line means that the user sends: a prompt, a command of theirs, or a word to the program. */
import { unknownCommand, withoutAlias } from './commands/aliases.ts';
import { commandsOf } from './commands/all.ts';
import { usageOf, type SlashCommand } from './commands/command.ts';
import type { State } from './state.ts';

export type Command =
  /** Empty: tells the model what is unread. */
  | { readonly kind: 'prompt'; readonly text: string }
  | { readonly kind: 'shell'; readonly command: string }
  | { readonly kind: 'background'; readonly command: string }
  | { readonly kind: 'slash'; readonly command: SlashCommand; readonly argument: string }
  /** Cannot be carried out; the sentence says why and what to do. */
  | { readonly kind: 'wrong'; readonly sentence: string };

/** Reads one sent line. */
export function readCommand(draft: string, state: State): Command {
  const text = draft.trim();
  if (text.startsWith('!')) return ownCommand('shell', text.slice(1).trim());
  if (text.startsWith('&')) return ownCommand('background', text.slice(1).trim());
  // A path such as /etc/hosts at the start of a prompt is no slash command.
  const [, name, typed = ''] = /^\/([a-z][a-z0-9-]*)(?:\s+(.*))?$/s.exec(text) ?? [];
  return name === undefined ? { kind: 'prompt', text } : slashCommand(name, typed, state);
}

function ownCommand(kind: 'shell' | 'background', command: string): Command {
  if (command !== '') return { kind, command };
  const sentence =
    kind === 'shell' ? 'Type the command to run after the !' : 'Type the command to run in the background after the &';
  return { kind: 'wrong', sentence };
}

function slashCommand(name: string, typed: string, state: State): Command {
  const commands = commandsOf(state);
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    const meant = withoutAlias(name, typed);
    if (meant.name !== name) return slashCommand(meant.name, meant.typed, state);
    return {
      kind: 'wrong',
      sentence: unknownCommand(
        name,
        commands.map((each) => each.name),
      ),
    };
  }
  const { argument } = command;
  if (argument === undefined && typed !== '') return { kind: 'wrong', sentence: `/${name} wants nothing after it.` };
  if (argument === undefined || (typed === '' && argument.optional === true)) {
    return { kind: 'slash', command, argument: '' };
  }
  if (argument.read === undefined) {
    if (typed === '') return { kind: 'wrong', sentence: `/${name} wants something after it: ${usageOf(command)}` };
    return { kind: 'slash', command, argument: typed };
  }
  const read = argument.read(typed, state);
  return read.kind === 'ok' ? { kind: 'slash', command, argument: read.value } : read;
}
