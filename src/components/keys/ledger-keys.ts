/** Keys that open the delivery ledger, and those within it. */
import { chosenEntry } from '../../store/ledger.ts';
import type { Binding } from './binding.ts';

export const ledgerKeys: readonly Binding[] = [
  {
    action: 'ledger',
    places: ['conversation', 'tasks', 'log', 'timeline'],
    keys: ['d'],
    words: 'what the model was told of tasks, and when',
    title: 'Deliveries: what the model was told of tasks, and when',
    hint: 'deliveries',
    run: ({ actions }) => actions.showLedger(),
  },
  { action: 'ledger', places: ['ledger'], keys: ['d'], words: 'back', run: ({ actions }) => actions.closeView() },
  {
    action: 'up',
    places: ['ledger'],
    keys: ['up', 'k'],
    words: 'choose',
    run: ({ moves }) => moves.lines(-1, 'ledger'),
  },
  {
    action: 'down',
    places: ['ledger'],
    keys: ['down', 'j'],
    words: 'choose',
    hint: 'choose',
    run: ({ moves }) => moves.lines(1, 'ledger'),
  },
  {
    action: 'hold',
    places: ['ledger'],
    keys: ['h'],
    words: 'keep it back, or let it go: then it is told, once',
    hint: 'hold',
    run: ({ actions }) => actions.toggleHeld(),
  },
  {
    action: 'mute task',
    places: ['ledger'],
    keys: ['m'],
    words: 'keep back all that its task tells, or let it go',
    hint: 'mute its task',
    run({ actions, store }) {
      const entry = chosenEntry(store.getState());
      if (entry !== undefined) actions.toggleMuted(entry.taskId);
    },
  },
  {
    action: 'open log',
    places: ['ledger'],
    keys: ['enter'],
    words: 'open the log of its task',
    hint: 'log',
    run({ actions, store }) {
      const entry = chosenEntry(store.getState());
      if (entry !== undefined) actions.openLog(entry.taskId);
    },
  },
];
