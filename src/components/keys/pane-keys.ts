/** Keys of the list of tasks as a whole: where it is, how large, what of it is shown. */
import { MAIN, type Binding } from './binding.ts';

export const paneKeys: readonly Binding[] = [
  {
    action: 'show ended',
    places: ['tasks'],
    keys: ['e'],
    words: 'show those that ended earlier, or only their count',
    hint: 'earlier ones',
    when: 'ended earlier',
    run: ({ actions }) => actions.showEnded(),
  },
  {
    action: 'pane bigger',
    places: ['tasks'],
    keys: ['+', '='],
    words: 'more room for the tasks',
    run: ({ moves }) => moves.resizePane(1),
  },
  {
    action: 'pane smaller',
    places: ['tasks'],
    keys: ['-'],
    words: 'less room for the tasks',
    run: ({ moves }) => moves.resizePane(-1),
  },
  {
    action: 'pane place',
    places: ['tasks'],
    keys: ['v'],
    words: 'the tasks at the side, or below',
    hint: 'place',
    run: ({ moves }) => moves.placePane(),
  },
  {
    action: 'hide pane',
    places: MAIN,
    keys: ['alt+t'],
    words: 'hide the tasks, or show them',
    run: ({ actions }) => actions.hidePane(),
  },
];
