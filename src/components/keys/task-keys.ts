/** Keys of the list of tasks, and what they do to the task that is chosen or whose log is open. */
import type { TaskId } from '../../background/task.ts';
import type { Place } from '../../store/selectors.ts';
import { chosenTask } from '../listed-tasks.ts';
import type { ActionContext, Binding } from './binding.ts';

const ONE_TASK: readonly Place[] = ['tasks', 'log'];

/** Before what the keys mean otherwise. */
export const confirmKeys: readonly Binding[] = [
  {
    action: 'confirm',
    places: ONE_TASK,
    keys: ['enter', 'y'],
    words: 'do what was asked about a task',
    when: 'confirming',
    alone: true,
    said: true,
    run: ({ actions }) => actions.confirmTask(),
  },
  {
    action: 'confirm',
    places: ['input'],
    keys: ['enter'],
    words: 'do what was asked about a task',
    when: ['confirming', 'draft empty'],
    alone: true,
    said: true,
    run: ({ actions }) => actions.confirmTask(),
  },
];

export const taskKeys: readonly Binding[] = [
  {
    action: 'up',
    places: ['tasks'],
    keys: ['up', 'k'],
    words: 'choose a task',
    when: 'task',
    run: ({ moves }) => moves.lines(-1, 'tasks'),
  },
  {
    action: 'down',
    places: ['tasks'],
    keys: ['down', 'j'],
    words: 'choose a task',
    hint: 'choose',
    when: 'task',
    run: ({ moves }) => moves.lines(1, 'tasks'),
  },
  {
    action: 'open log',
    places: ['tasks'],
    keys: ['enter', 'l'],
    words: 'open its log',
    title: 'Open the log of the chosen task',
    hint: 'log',
    when: 'task',
    run: withChosen(({ actions }, id) => actions.openLog(id)),
  },
  {
    action: 'stop task',
    places: ONE_TASK,
    keys: ['x'],
    words: 'stop it (asks)',
    title: 'Stop the chosen task',
    hint: 'stop',
    when: 'stoppable task',
    alone: true,
    run: withChosen(({ actions }, id) => actions.stopTask(id)),
  },
  {
    action: 'type into task',
    places: ONE_TASK,
    keys: ['s'],
    words: 'type into it, when its stdin is open',
    hint: 'type into it',
    when: 'open stdin',
    alone: true,
    run: withChosen(({ actions }, id) => actions.startSending(id)),
  },
  {
    action: 'adopt task',
    places: ONE_TASK,
    keys: ['a'],
    words: 'adopt it: its end is told in this session',
    title: 'Adopt the chosen task',
    hint: 'adopt',
    when: 'foreign task',
    alone: true,
    run: withChosen(({ actions }, id) => actions.adoptTask(id)),
  },
  {
    action: 'resume task',
    places: ONE_TASK,
    keys: ['p'],
    words: 'let a paused one go on',
    title: 'Let the chosen task go on',
    hint: 'resume',
    when: 'paused task',
    alone: true,
    run: withChosen(({ actions }, id) => actions.resumeTask(id)),
  },
  {
    action: 'pause task',
    places: ONE_TASK,
    keys: ['p'],
    words: 'let it stand still',
    title: 'Let the chosen task stand still',
    hint: 'pause',
    when: 'pausable task',
    alone: true,
    run: withChosen(({ actions }, id) => actions.pauseTask(id)),
  },
  {
    action: 'run again',
    places: ONE_TASK,
    keys: ['r'],
    words: 'run it again, as a new task',
    title: 'Run the chosen task again',
    hint: 'run again',
    when: 'task',
    alone: true,
    run: withChosen(({ actions }, id) => actions.rerunTask(id)),
  },
  {
    action: 'mute task',
    places: ONE_TASK,
    keys: ['m'],
    words: 'keep back all that it tells the model, or let it go',
    title: 'Keep back what the chosen task tells, or let it go',
    when: 'task',
    run: withChosen(({ actions }, id) => actions.toggleMuted(id)),
  },
];

function withChosen(act: (context: ActionContext, id: TaskId) => void): Binding['run'] {
  return (context) => {
    const task = chosenTask(context.store.getState());
    if (task !== undefined) act(context, task.id);
  };
}
