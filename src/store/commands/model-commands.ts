import { isEffort, THINKING_MODES, type ThinkingMode } from '../../agent/model-list.ts';
import { effortChoices, modelItems, readEffort, readModel } from '../model-actions.ts';
import type { SlashCommand } from './command.ts';

/** Slash commands about the model that answers. */
export const modelCommands: readonly SlashCommand[] = [
  {
    name: 'model',
    words: 'ask another model from now on; behind its name may stand a thinking effort',
    argument: {
      name: 'NAME',
      optional: true,
      choices: ({ session }) => modelItems(session),
      read: readModel,
    },
    run: ({ actions }, wish) => (wish === '' ? actions.chooseModel() : actions.useModel(wish)),
  },
  {
    name: 'effort',
    words: 'how hard the model thinks',
    argument: {
      name: 'LEVEL',
      choices: ({ session }) =>
        effortChoices(session).map((value) => ({ value, words: value === session.effort ? 'now' : '' })),
      read: readEffort,
    },
    run: ({ actions }, level) => actions.useEffort(isEffort(level) ? level : null),
  },
  {
    name: 'thinking',
    words: 'whether the model thinks, and whether that is shown',
    argument: {
      name: 'MODE',
      choices: ({ session }) =>
        THINKING_MODES.map((value) => ({ value, words: value === session.thinking ? 'now' : '' })),
      read: (typed) =>
        isMode(typed)
          ? { kind: 'ok', value: typed }
          : { kind: 'wrong', sentence: `/thinking takes ${THINKING_MODES.join(', ')}` },
    },
    run: ({ actions }, mode) => isMode(mode) && actions.useThinking(mode),
  },
];

function isMode(word: string): word is ThinkingMode {
  return THINKING_MODES.some((mode) => mode === word);
}
