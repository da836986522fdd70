/** Every slash command there is, in the order of the help. */
import type { SlashCommand } from './command.ts';
import { looksCommands } from './looks-commands.ts';
import { contextCommands } from './context-commands.ts';
import { modelCommands } from './model-commands.ts';
import { permissionCommands } from './permission-commands.ts';
import { knowledgeCommands, writtenCommands } from './knowledge-commands.ts';
import { programCommands } from './program-commands.ts';
import { sessionCommands } from './session-commands.ts';
import { taskCommands } from './task-commands.ts';
import type { State } from '../state.ts';

export const allCommands: readonly SlashCommand[] = [
  ...taskCommands,
  ...permissionCommands,
  ...looksCommands,
  ...contextCommands,
  ...modelCommands,
  ...knowledgeCommands,
  ...sessionCommands,
  ...programCommands,
];

/** The same, and those that the user and the project have written. What the program has counts before them. */
export function commandsOf({ knowledge }: Pick<State, 'knowledge'>): readonly SlashCommand[] {
  if (knowledge.commands.length === 0) return allCommands;
  const names = new Set(allCommands.map(({ name }) => name));
  return [...allCommands, ...writtenCommands(knowledge).filter(({ name }) => !names.has(name))];
}
