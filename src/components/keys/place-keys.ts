/** Keys that interrupt, and that go from one place to the next. */
import { MAIN, type Binding } from './binding.ts';

export const placeKeys: readonly Binding[] = [
  {
    action: 'interrupt',
    places: [...MAIN, 'question'],
    keys: ['esc'],
    words: 'interrupt the model; tasks go on',
    title: 'Interrupt the model',
    when: 'working',
    run: ({ actions }) => actions.interrupt(),
  },
  {
    action: 'to input',
    places: ['conversation', 'tasks'],
    keys: ['esc', 'i'],
    words: 'back to the input',
    run: ({ actions }) => actions.focus('input'),
  },
  {
    action: 'next place',
    places: ['input', 'question'],
    keys: ['tab'],
    words: 'to the tasks',
    hint: 'tasks',
    run: ({ moves }) => moves.place(1),
  },
  {
    action: 'next place',
    places: ['tasks'],
    keys: ['tab'],
    words: 'to the conversation',
    hint: 'conversation',
    run: ({ moves }) => moves.place(1),
  },
  {
    action: 'next place',
    places: ['conversation'],
    keys: ['tab'],
    words: 'to the input',
    hint: 'input',
    run: ({ moves }) => moves.place(1),
  },
  {
    action: 'previous place',
    places: ['conversation', 'tasks'],
    keys: ['shift+tab'],
    words: 'the other way round',
    run: ({ moves }) => moves.place(-1),
  },
];
