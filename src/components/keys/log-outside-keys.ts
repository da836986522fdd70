/** Keys that take an open log out of the screen. */
import type { Binding } from './binding.ts';

export const logOutsideKeys: readonly Binding[] = [
  {
    action: 'page log',
    places: ['log'],
    keys: ['o'],
    words: 'open it in $PAGER',
    hint: 'pager',
    alone: true,
    run: ({ actions, terminal }) => void actions.viewLog('pager', terminal.lend),
  },
  {
    action: 'edit log',
    places: ['log'],
    keys: ['O'],
    words: 'open a copy in $EDITOR',
    alone: true,
    run: ({ actions, terminal }) => void actions.viewLog('editor', terminal.lend),
  },
  {
    action: 'save log',
    places: ['log'],
    keys: ['S'],
    words: 'save it in a file',
    hint: 'save',
    alone: true,
    run: ({ actions }) => actions.startSavingLog(),
  },
  {
    action: 'copy log lines',
    places: ['log'],
    keys: ['y'],
    words: 'copy the lines in view, or all that match',
    hint: 'copy',
    run: ({ actions, moves }) => actions.copyLogWindow(moves.bodyHeight()),
  },
  {
    action: 'copy log',
    places: ['log'],
    keys: ['Y'],
    words: 'copy it all, of a long one the end',
    run: ({ actions }) => actions.copyLog(),
  },
  {
    action: 'save log now',
    places: ['log file'],
    keys: ['enter'],
    words: 'save it',
    hint: 'save',
    run: ({ actions }) => actions.saveLog(),
  },
  {
    action: 'cancel saving',
    places: ['log file'],
    keys: ['esc'],
    words: 'save nothing',
    hint: 'back',
    run: ({ actions }) => actions.cancelSavingLog(),
  },
];
