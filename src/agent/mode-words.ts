import type { PermissionMode } from './events.ts';

/** What a mode means, in words for the model. */
export function modeWords(mode: PermissionMode): string {
  switch (mode) {
    case 'ask':
      return 'The user is asked before changes and commands that are not allowed already.';
    case 'edits':
      return 'Files of the project may be changed; the user is asked before commands that are not allowed already.';
    case 'plan':
      return 'Only reading is possible; everything else is refused.';
    case 'all':
      return 'Hardly anything is asked beforehand: take special care with what cannot be undone.';
    default:
      return mode satisfies never;
  }
}

/** The tools that plan mode leaves, to follow `Only reading is possible: `. */
export const READING_TOOLS =
  'read_file, search_files, find_files, list_directory, check_background, background_agent, todo_write, ask_user, and ' +
  'simple commands that only read';
