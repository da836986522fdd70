import type { SlashCommand } from './command.ts';

/** Slash commands about whole sessions. */
export const sessionCommands: readonly SlashCommand[] = [
  { name: 'sessions', words: 'take up another session of this folder', run: ({ actions }) => actions.pickSession() },
  {
    name: 'clear',
    words: 'begin a new conversation; tasks go on in it',
    run: ({ actions }) => actions.clearSession(),
  },
  {
    name: 'fork',
    words: 'begin a new session before the last prompt, or before the one chosen in the conversation',
    run: ({ actions }) => actions.forkSession(),
  },
  {
    name: 'title',
    words: 'give this session a name',
    argument: { name: 'NAME' },
    run: ({ actions }, title) => actions.titleSession(title),
  },
];
