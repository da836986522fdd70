/** Who has the mouse: the program, or the terminal, where it selects text to copy. */
import { EVERYWHERE, type Binding } from './binding.ts';

export const mouseKeys: readonly Binding[] = [
  {
    action: 'mouse',
    places: EVERYWHERE,
    keys: ['alt+m'],
    words: 'let the terminal have the mouse, to select and copy',
    hint: 'selects text',
    when: 'mouse',
    run: ({ actions }) => actions.useMouse(false),
  },
  {
    action: 'mouse',
    places: EVERYWHERE,
    keys: ['alt+m'],
    words: 'take the mouse: wheel and clicks',
    hint: 'mouse on',
    run: ({ actions }) => actions.useMouse(true),
  },
];
