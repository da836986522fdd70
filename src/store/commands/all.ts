/** Every slash command there is, in the order of the help. */
import type { SlashCommand } from './command.ts';
import { looksCommands } from './looks-commands.ts';
import { contextCommands } from './context-commands.ts';
import { modelCommands } from './model-commands.ts';
import { permissionCommands } from './permission-commands.ts';
import { programCommands } from './program-commands.ts';
import { taskCommands } from './task-commands.ts';

export const allCommands: readonly SlashCommand[] = [
  ...taskCommands,
  ...permissionCommands,
  ...looksCommands,
  ...contextCommands,
  ...modelCommands,
  ...programCommands,
];
