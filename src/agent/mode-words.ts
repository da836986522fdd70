import type { PermissionMode } from './events.ts';

/** What a mode means, in words for the model. */
export function modeWords(mode: PermissionMode): string {
  switch (mode) {
    case 'ask':
      return 'The user is asked before changes and commands that are not allowed already.';
    case 'edits':
      return 'Files of the project may be changed; the user is asked before commands that are not allowed already.';
    case 'plan':
      return 'Nothing is changed: read, then propose a plan.';
    case 'all':
      return 'Hardly anything is asked beforehand: take special care with what cannot be undone.';
    default:
      return mode satisfies never;
  }
}

/** What plan mode leaves, in sentences for the model. */
export const READING_TOOLS =
  'Every tool that only reads works: files, searches, tasks, web pages and MCP resources; also todo_write, ask_user, ' +
  'background_agent, commands that only read, and what a rule of the user allows by name. Edits and everything else are ' +
  'refused.';
