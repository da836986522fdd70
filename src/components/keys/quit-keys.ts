/** Keys of the question what is to become of running tasks. */
import type { Binding } from './binding.ts';

export const quitKeys: readonly Binding[] = [
  {
    action: 'quit keeping',
    places: ['quit'],
    keys: ['k'],
    words: 'quit, tasks go on',
    alone: true,
    run: ({ actions }) => actions.quitNow('keep'),
  },
  {
    action: 'quit stopping',
    places: ['quit'],
    keys: ['s'],
    words: 'stop tasks and quit',
    alone: true,
    run: ({ actions }) => actions.quitNow('stop'),
  },
  {
    action: 'quit sooner',
    places: ['quit'],
    keys: ['ctrl+d'],
    words: 'while tasks are being stopped: quit without waiting for them',
    run: ({ actions }) => actions.quitSooner(),
  },
  {
    action: 'cancel',
    places: ['quit'],
    keys: ['esc', 'q', 'n'],
    words: 'stay',
    run: ({ actions }) => actions.cancel(),
  },
];
