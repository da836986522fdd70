/** Keys of the start screen, while nothing is typed. */
import type { Binding } from './binding.ts';

export const startKeys: readonly Binding[] = [
  {
    action: 'next offer',
    places: ['input'],
    keys: ['down'],
    words: 'on the start screen: to the last sessions and the examples',
    when: 'starting',
    run: ({ actions }) => actions.moveInStart(1),
  },
  {
    action: 'previous offer',
    places: ['input'],
    keys: ['up'],
    words: 'on the start screen: one up',
    when: ['starting', 'offer chosen'],
    run: ({ actions }) => actions.moveInStart(-1),
  },
  {
    action: 'take offer',
    places: ['input'],
    keys: ['enter'],
    words: 'on the start screen: resume the chosen session, or take the chosen example into the draft',
    hint: 'take it',
    when: ['starting', 'offer chosen'],
    run: ({ actions }) => actions.takeStart(),
  },
  {
    action: 'leave offers',
    places: ['input'],
    keys: ['esc'],
    words: 'on the start screen: choose nothing',
    when: ['starting', 'offer chosen'],
    run: ({ actions }) => actions.leaveStart(),
  },
];
