import { PERMISSION_MODES } from '../../agent/events.ts';
import type { SlashCommand } from './command.ts';

/** What each mode means, in the words of the completion. */
const WORDS = {
  ask: 'ask before commands and changes',
  edits: 'change files of the project without asking',
  plan: 'read and plan, do nothing',
  all: 'ask nothing',
} as const;

export const permissionCommands: readonly SlashCommand[] = [
  {
    name: 'permissions',
    words: 'what is done without asking: ask, edits, plan or all',
    argument: {
      name: 'MODE',
      choices: () => PERMISSION_MODES.map((value) => ({ value, words: WORDS[value] })),
      read: (typed) =>
        PERMISSION_MODES.some((mode) => mode === typed)
          ? { kind: 'ok', value: typed }
          : { kind: 'wrong', sentence: `/permissions wants one of ${PERMISSION_MODES.join(', ')}.` },
    },
    run({ actions }, argument) {
      const mode = PERMISSION_MODES.find((one) => one === argument);
      if (mode !== undefined) actions.setPermissions(mode);
    },
  },
];
