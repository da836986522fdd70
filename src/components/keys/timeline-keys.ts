/** Keys that open the timeline, and those within it. */
import { chosenInTimeline } from '../../store/timeline.ts';
import type { Binding } from './binding.ts';

export const timelineKeys: readonly Binding[] = [
  {
    action: 'timeline',
    places: ['input', 'question'],
    keys: ['ctrl+t'],
    words: 'what the model and the tasks did at the same time',
    title: 'Timeline: what the model and the tasks did at the same time',
    run: ({ actions }) => actions.showTimeline(),
  },
  {
    action: 'timeline',
    places: ['conversation', 'tasks'],
    keys: ['t', 'ctrl+t'],
    words: 'what the model and the tasks did at the same time',
    title: 'Timeline: what the model and the tasks did at the same time',
    hint: 'timeline',
    run: ({ actions }) => actions.showTimeline(),
  },
  {
    action: 'timeline',
    places: ['timeline'],
    keys: ['t', 'ctrl+t'],
    words: 'back',
    run: ({ actions }) => actions.closeView(),
  },
  {
    action: 'earlier',
    places: ['timeline'],
    keys: ['left', 'h'],
    words: 'back in time',
    run: ({ actions }) => actions.panTimeline(-1 / 4),
  },
  {
    action: 'later',
    places: ['timeline'],
    keys: ['right', 'l'],
    words: 'towards now; at the end it follows',
    hint: 'pan',
    run: ({ actions }) => actions.panTimeline(1 / 4),
  },
  {
    action: 'zoom in',
    places: ['timeline'],
    keys: ['+', '='],
    words: 'half as much time, twice as large',
    hint: 'zoom in',
    run: ({ actions }) => actions.zoomTimeline(1 / 2),
  },
  {
    action: 'zoom out',
    places: ['timeline'],
    keys: ['-'],
    words: 'twice as much time',
    hint: 'zoom out',
    run: ({ actions }) => actions.zoomTimeline(2),
  },
  {
    action: 'fit',
    places: ['timeline'],
    keys: ['0'],
    words: 'the whole session',
    hint: 'all',
    run: ({ actions }) => actions.fitTimeline(),
  },
  {
    action: 'up',
    places: ['timeline'],
    keys: ['up', 'k'],
    words: 'choose a task',
    run: ({ moves }) => moves.lines(-1, 'timeline'),
  },
  {
    action: 'down',
    places: ['timeline'],
    keys: ['down', 'j'],
    words: 'choose a task',
    hint: 'choose',
    run: ({ moves }) => moves.lines(1, 'timeline'),
  },
  {
    action: 'open log',
    places: ['timeline'],
    keys: ['enter'],
    words: 'open its log',
    hint: 'log',
    run({ actions, store }) {
      const task = chosenInTimeline(store.getState());
      if (task !== undefined) actions.openLog(task.id);
    },
  },
];
