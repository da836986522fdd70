/** Slash commands about one task. */
import { hasOpenStdin, isEnded, isPausable, type Task, type TaskId } from '../../background/task.ts';
import { allTasks, isOwn } from '../selectors.ts';
import type { SessionState, State } from '../state.ts';
import type { Argument, CommandContext, SlashCommand } from './command.ts';

export const taskCommands: readonly SlashCommand[] = [
  taskCommand('log', {
    words: 'open the log of a task',
    run: ({ actions }, id) => actions.openLog(id),
  }),
  taskCommand('stop', {
    words: 'stop a task',
    fits: (task) => !isEnded(task),
    run: ({ session }, id) => session.stopTask(id),
  }),
  taskCommand('send', {
    words: 'type into a task, when its stdin is open',
    fits: hasOpenStdin,
    run: ({ actions }, id) => actions.startSending(id),
  }),
  taskCommand('adopt', {
    words: 'take a task of another session into this one',
    fits: (task, session) => !isOwn(task, session),
    run: ({ session }, id) => session.adoptTask(id),
  }),
  taskCommand('pause', {
    words: 'let a task stand still',
    fits: isPausable,
    run: ({ actions }, id) => actions.pauseTask(id),
  }),
  taskCommand('resume', {
    words: 'let a paused task go on; alone, take up another session',
    fits: ({ status }) => status.phase === 'paused',
    optional: true,
    run: ({ actions }, id) => (id === '' ? actions.pickSession() : actions.resumeTask(id)),
  }),
  taskCommand('mute', {
    words: 'keep back all that a task tells the model, or let it go',
    fits: isOwn,
    run: ({ actions }, id) => actions.toggleMuted(id),
  }),
  taskCommand('rerun', {
    words: 'start the command of a task again, as a new task',
    run: ({ session }, id) => session.rerunTask(id),
  }),
];

export interface TaskCommandOptions {
  readonly words: string;
  /** Which tasks the completion offers; without it all. */
  fits?(task: Task, session: SessionState): boolean;
  /** The id may be left out: then it is empty. */
  readonly optional?: boolean;
  run(context: CommandContext, id: TaskId): void;
}

/** A command that wants the id of a task, of which the beginning is enough. */
export function taskCommand(
  name: string,
  { words, fits = () => true, optional = false, run }: TaskCommandOptions,
): SlashCommand {
  const argument: Argument = {
    name: 'ID',
    optional,
    choices: ({ tasks, session }) =>
      allTasks(tasks)
        .filter((task) => fits(task, session))
        .toReversed()
        .map(({ id, spec }) => ({ value: id, words: spec.label ?? spec.command })),
    read(typed, { tasks }: State) {
      if (typed === '') return { kind: 'wrong', sentence: `/${name} wants the id of a task: /${name} 1f3a9c2e` };
      const [id, ...others] = tasks.order.filter((known) => known.startsWith(typed));
      if (id === undefined) return { kind: 'wrong', sentence: `There is no task ${typed}.` };
      if (others.length > 0) return { kind: 'wrong', sentence: `More than one task begins with ${typed}.` };
      return { kind: 'ok', value: id };
    },
  };
  return { name, words, argument, run };
}
