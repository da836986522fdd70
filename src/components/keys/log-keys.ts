/** Keys of an open log. */
import type { Binding } from './binding.ts';

const PAN_COLUMNS = 20;

export const logKeys: readonly Binding[] = [
  {
    action: 'back',
    places: ['log', 'help', 'timeline', 'ledger'],
    keys: ['esc', 'q'],
    words: 'back',
    hint: 'back',
    run: ({ actions }) => actions.closeView(),
  },
  {
    action: 'follow',
    places: ['log'],
    keys: ['f'],
    words: 'follow what it prints, or stay',
    hint: 'follow',
    run: ({ actions, moves }) => actions.toggleFollow(moves.bodyHeight()),
  },
  {
    action: 'pan left',
    places: ['log'],
    keys: ['left', 'h'],
    words: 'long lines: to the left',
    run: ({ actions }) => actions.panLog(-PAN_COLUMNS),
  },
  {
    action: 'pan right',
    places: ['log'],
    keys: ['right', 'l'],
    words: 'long lines: to the right',
    hint: 'sideways',
    run: ({ actions }) => actions.panLog(PAN_COLUMNS),
  },
];
