/** Keys of the list of what the word before the cursor may mean. */
import type { Place } from '../../store/selectors.ts';
import type { Binding } from './binding.ts';

const INPUT: readonly Place[] = ['input'];

export const completionKeys: readonly Binding[] = [
  {
    action: 'previous completion',
    places: INPUT,
    keys: ['up', 'ctrl+p'],
    words: 'in a list of completions: one up',
    when: 'completing',
    run: ({ actions }) => actions.moveInCompletion(-1),
  },
  {
    action: 'next completion',
    places: INPUT,
    keys: ['down', 'ctrl+n'],
    words: 'in a list of completions: one down',
    hint: 'choose',
    when: 'completing',
    run: ({ actions }) => actions.moveInCompletion(1),
  },
  {
    action: 'complete',
    places: INPUT,
    keys: ['tab'],
    words: 'in a list of completions: take it',
    hint: 'complete',
    when: 'completing',
    run: ({ actions }) => actions.complete({ send: false }),
  },
  {
    action: 'complete and send',
    places: INPUT,
    keys: ['enter'],
    words: 'in a list of completions: take it, and run a command that is complete',
    hint: 'take',
    when: 'completing',
    run: ({ actions }) => actions.complete({ send: true }),
  },
  {
    action: 'close completions',
    places: INPUT,
    keys: ['esc'],
    words: 'close the list of completions',
    hint: 'close',
    when: 'completing',
    run: ({ actions }) => actions.closeCompletion(),
  },
];
