import type { SlashCommand } from './command.ts';

export const programCommands: readonly SlashCommand[] = [
  { name: 'help', words: 'keys and commands', run: ({ actions }) => actions.showHelp() },
  { name: 'quit', words: 'quit; asks when tasks run', run: ({ actions }) => actions.quit() },
];
