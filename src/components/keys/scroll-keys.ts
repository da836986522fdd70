/** Keys that move a window over what is longer than it. */
import type { Place } from '../../store/selectors.ts';
import type { Binding } from './binding.ts';

const SCROLLING: readonly Place[] = ['conversation', 'log', 'help'];
/** Where lines are chosen, by keys of their own. */
const CHOOSING: readonly Place[] = ['ledger', 'timeline'];
const BESIDE: readonly Place[] = ['tasks', 'input', 'question'];

export const scrollKeys: readonly Binding[] = [
  {
    action: 'up',
    places: SCROLLING,
    keys: ['up', 'k'],
    words: 'a line up',
    run: ({ moves, place }) => moves.lines(-1, place),
  },
  {
    action: 'down',
    places: SCROLLING,
    keys: ['down', 'j'],
    words: 'a line down',
    hint: 'scroll',
    run: ({ moves, place }) => moves.lines(1, place),
  },
  {
    action: 'page up',
    places: [...SCROLLING, ...CHOOSING],
    keys: ['pageup', 'b'],
    words: 'a page up',
    run: ({ moves, place }) => moves.pages(-1, place),
  },
  {
    action: 'page down',
    places: [...SCROLLING, ...CHOOSING],
    keys: ['pagedown', ' '],
    words: 'a page down',
    run: ({ moves, place }) => moves.pages(1, place),
  },
  {
    action: 'to start',
    places: [...SCROLLING, ...CHOOSING],
    keys: ['home', 'g'],
    words: 'to the start',
    run: ({ moves, place }) => moves.lines(-Infinity, place),
  },
  {
    action: 'to end',
    places: [...SCROLLING, ...CHOOSING],
    keys: ['end', 'G'],
    words: 'to the end',
    run: ({ moves, place }) => moves.lines(Infinity, place),
  },
];

/** The conversation from beside it, where the page keys are free. */
export const besideKeys: readonly Binding[] = [
  {
    action: 'scroll conversation up',
    places: BESIDE,
    keys: ['pageup'],
    words: 'scroll the conversation',
    run: ({ moves }) => moves.pages(-1, 'conversation'),
  },
  {
    action: 'scroll conversation down',
    places: BESIDE,
    keys: ['pagedown'],
    words: 'scroll the conversation',
    run: ({ moves }) => moves.pages(1, 'conversation'),
  },
];
