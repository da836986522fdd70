/** Every slash command there is, in the order of the help and of the completion. */
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

const declared: readonly SlashCommand[] = [
  ...taskCommands,
  ...permissionCommands,
  ...looksCommands,
  ...contextCommands,
  ...modelCommands,
  ...knowledgeCommands,
  ...sessionCommands,
  ...programCommands,
];

/** What is used most, first; the others follow as they are declared. */
const FIRST = [
  'help',
  'model',
  'clear',
  'sessions',
  'permissions',
  'undo',
  'compact',
  'cost',
  'context',
  'tasks',
  'log',
  'stop',
  'rerun',
  'timeline',
  'ledger',
  'copy',
  'find',
  'fork',
];

export const allCommands: readonly SlashCommand[] = declared.toSorted((one, other) => rank(one) - rank(other));

function rank({ name }: SlashCommand): number {
  const at = FIRST.indexOf(name);
  return at === -1 ? FIRST.length : at;
}

/** The same, and those that the user and the project have written. What the program has counts before them. */
export function commandsOf({ knowledge }: Pick<State, 'knowledge'>): readonly SlashCommand[] {
  if (knowledge.commands.length === 0) return allCommands;
  const names = new Set(allCommands.map(({ name }) => name));
  return [...allCommands, ...writtenCommands(knowledge).filter(({ name }) => !names.has(name))];
}
