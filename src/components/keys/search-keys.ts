/** Keys of the search in the conversation. */
import type { Place } from '../../store/selectors.ts';
import type { Binding } from './binding.ts';

const HERE: readonly Place[] = ['conversation'];

export const searchKeys: readonly Binding[] = [
  {
    action: 'search',
    places: HERE,
    keys: ['/'],
    words: 'search',
    hint: 'search',
    run: ({ actions }) => actions.startSearch(),
  },
  {
    action: 'find',
    places: ['search'],
    keys: ['enter'],
    words: 'to the last one in view or above',
    hint: 'find',
    run: ({ moves }) => moves.search.confirm(),
  },
  {
    action: 'end search',
    places: ['search'],
    keys: ['esc'],
    words: 'end the search',
    hint: 'end',
    run: ({ actions }) => actions.endSearch(),
  },
  {
    action: 'next match',
    places: HERE,
    keys: ['n'],
    words: 'to the next match',
    hint: 'next',
    when: 'searching',
    run: ({ moves }) => moves.search.step(1),
  },
  {
    action: 'previous match',
    places: HERE,
    keys: ['N'],
    words: 'to the match before',
    hint: 'before',
    when: 'searching',
    run: ({ moves }) => moves.search.step(-1),
  },
  {
    action: 'end search',
    places: HERE,
    keys: ['esc'],
    words: 'end the search',
    hint: 'end',
    when: 'searching',
    run: ({ actions }) => actions.endSearch(),
  },
];
