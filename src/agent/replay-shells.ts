/** The `!command`s of a recorded session: what the model has not been told of them, and which were still running. */
import type { TaskId } from '../background/task.ts';
import type { AgentEvent } from './events.ts';
import type { UserBlock } from './messages.ts';
import { shellBlock } from './user-shell.ts';

export interface Shells {
  /** Their ends were shown to the user and told, or are going to be told, as what the user ran. */
  readonly reported: readonly TaskId[];
  /** Of these, what no message carries yet. */
  readonly untold: readonly UserBlock[];
  /** No report of them was recorded: they go on as background tasks. */
  readonly open: readonly TaskId[];
}

export function foldShells(events: readonly AgentEvent[]): Shells {
  const commands = new Map<TaskId, string>();
  const open = new Set<TaskId>();
  const ended = new Set<TaskId>();
  const blocks = new Map<TaskId, UserBlock>();
  const reported: TaskId[] = [];
  for (const event of events) {
    if (event.type === 'shell_started' && !event.background) {
      commands.set(event.taskId, event.command);
      open.add(event.taskId);
    }
    if (event.type === 'task_done') ended.add(event.task.id);
    if (event.type === 'user_message') event.message.blocks.forEach((block) => carried(block, blocks));
    if (event.type !== 'shell_done') continue;
    const { taskId } = event;
    open.delete(taskId);
    // One that was left to the background had not ended then; a notice tells its end.
    if (!ended.has(taskId)) continue;
    reported.push(taskId);
    blocks.set(taskId, shellBlock({ ...event, command: commands.get(taskId) ?? '' }));
  }
  return { reported, untold: [...blocks.values()], open: [...open] };
}

function carried(block: UserBlock, blocks: Map<TaskId, UserBlock>): void {
  if (block.kind === 'shell') blocks.delete(block.taskId);
}
