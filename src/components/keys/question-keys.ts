/** Keys of the model's question, and of the word that goes with a no. */
import type { Binding } from './binding.ts';

const choices = ['1', '2', '3', '4', '5', '6'].map((key, choice): Binding => ({
  action: `choose ${key}`,
  places: ['question'],
  keys: [key],
  words: `choose answer ${key}`,
  fixed: true,
  when: 'choices offered',
  run: ({ actions }) => actions.choose(choice),
}));

export const questionKeys: readonly Binding[] = [
  ...choices,
  {
    action: 'answer once',
    places: ['question'],
    keys: ['y'],
    words: 'yes, once',
    run: ({ actions }) => actions.answer('once'),
  },
  {
    action: 'answer session',
    places: ['question'],
    keys: ['s'],
    words: 'yes, for this session',
    when: 'session offered',
    run: ({ actions }) => actions.answer('session'),
  },
  {
    action: 'answer always',
    places: ['question'],
    keys: ['a'],
    words: 'yes, always: keeps the rule that is shown',
    when: 'always offered',
    run: ({ actions }) => actions.answer('always'),
  },
  {
    action: 'answer no',
    places: ['question'],
    keys: ['n'],
    words: 'no, and say why; to a question with choices: answer in your own words',
    run: ({ actions }) => actions.startReply(),
  },
  {
    action: 'up',
    places: ['question'],
    keys: ['up'],
    words: 'scroll up',
    when: 'long',
    run: ({ moves }) => moves.lines(-1, 'question'),
  },
  {
    action: 'down',
    places: ['question'],
    keys: ['down'],
    words: 'scroll down',
    hint: 'more',
    when: 'long',
    run: ({ moves }) => moves.lines(1, 'question'),
  },
  {
    action: 'send reply',
    places: ['reply'],
    keys: ['enter'],
    words: 'say it: no, with that word, or your own answer',
    hint: 'say it',
    run: ({ actions }) => actions.sendReply(),
  },
  {
    action: 'cancel reply',
    places: ['reply'],
    keys: ['esc'],
    words: 'back to the question',
    hint: 'back',
    run: ({ actions }) => actions.cancelReply(),
  },
];
