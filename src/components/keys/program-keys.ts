/** Keys of the program as a whole. */
import { EVERYWHERE, type Binding } from './binding.ts';

/** Before what Esc means otherwise. */
export const coachKeys: readonly Binding[] = [
  {
    action: 'skip tour',
    places: ['input'],
    keys: ['esc'],
    words: 'skip the tour of the demo',
    when: 'coached',
    run: ({ actions }) => actions.coach(null),
  },
];

export const programKeys: readonly Binding[] = [
  {
    action: 'leave',
    places: EVERYWHERE,
    keys: ['ctrl+c'],
    words: 'clear the draft, interrupt, or when idle quit (twice)',
    run: ({ actions }) => actions.leave(),
  },
  {
    action: 'redraw',
    places: EVERYWHERE,
    keys: ['ctrl+l'],
    words: 'draw the screen anew',
    title: 'Draw the screen anew',
    run: ({ terminal }) => terminal.redraw(),
  },
  {
    action: 'suspend',
    places: EVERYWHERE,
    keys: ['ctrl+z'],
    words: 'back to the shell; fg returns',
    title: 'Go back to the shell until fg',
    run: ({ terminal }) => terminal.suspend(),
  },
];
