/** Keys that choose something in the conversation and open it, and the way back to its end. */
import { hasTask } from '../../store/selectors.ts';
import { chosenItem } from '../chosen-item.ts';
import type { Place } from '../../store/selectors.ts';
import type { Binding } from './binding.ts';

const HERE: readonly Place[] = ['conversation'];

export const conversationKeys: readonly Binding[] = [
  {
    action: 'open item',
    places: HERE,
    keys: ['enter', ' '],
    words: 'open or close what is chosen',
    hint: 'open',
    when: 'item to open',
    run: ({ moves }) => moves.conversation.toggle(),
  },
  {
    action: 'open item',
    places: HERE,
    keys: ['enter'],
    words: 'open the last call in view',
    run: ({ moves }) => moves.conversation.toggle(),
  },
  {
    action: 'open item log',
    places: HERE,
    keys: ['l'],
    words: 'open the log of its task',
    hint: 'log',
    when: 'item task',
    run({ actions, store }) {
      const item = chosenItem(store.getState());
      const id = item !== undefined && 'taskId' in item ? item.taskId : undefined;
      if (id !== undefined && hasTask(store.getState().tasks, id)) actions.openLog(id);
    },
  },
  {
    action: 'fork',
    places: HERE,
    keys: ['F'],
    words: 'a new session that begins before the chosen prompt',
    alone: true,
    run: ({ actions }) => actions.forkSession(),
  },
  {
    action: 'previous item',
    places: HERE,
    keys: ['K', 'shift+up'],
    words: 'choose the message or call before',
    hint: 'choose',
    run: ({ moves }) => moves.conversation.step(-1),
  },
  {
    action: 'next item',
    places: HERE,
    keys: ['J', 'shift+down'],
    words: 'choose the one after',
    run: ({ moves }) => moves.conversation.step(1),
  },
  {
    action: 'conversation end',
    places: ['input'],
    keys: ['end', 'ctrl+end'],
    words: 'to the end of the conversation',
    hint: 'to the end',
    when: ['scrolled', 'draft empty'],
    run: ({ actions }) => actions.scrollTo(null),
  },
  {
    action: 'conversation end',
    places: ['input', 'tasks', 'question'],
    keys: ['ctrl+end'],
    words: 'to the end of the conversation',
    hint: 'to the end',
    when: 'scrolled',
    run: ({ actions }) => actions.scrollTo(null),
  },
];
