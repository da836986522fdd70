/** Keys of the line that is typed into a task. */
import type { Binding } from './binding.ts';

export const sendingKeys: readonly Binding[] = [
  {
    action: 'send to task',
    places: ['sending'],
    keys: ['enter'],
    words: 'send the line',
    hint: 'send',
    run: ({ actions }) => actions.send(),
  },
  {
    action: 'end input',
    places: ['sending'],
    keys: ['ctrl+d'],
    words: 'end its input',
    hint: 'end its input',
    run: ({ actions }) => actions.sendEnd(),
  },
  {
    action: 'cancel sending',
    places: ['sending'],
    keys: ['esc'],
    words: 'back',
    hint: 'back',
    run: ({ actions }) => actions.cancelSending(),
  },
];
