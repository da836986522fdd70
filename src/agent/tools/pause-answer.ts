import type { PauseOutcome } from '../../background/pausing.ts';
import type { Task } from '../../background/task.ts';
import { failure } from './outcome.ts';
import { nameWords, shortState, stateWords } from './task-words.ts';
import type { ToolOutcome } from './tool.ts';

/** What came of pausing or resuming, for the model. */
export function pauseAnswer(
  outcome: PauseOutcome,
  { task, wanted }: { readonly task: Task; readonly wanted: 'paused' | 'running' },
): ToolOutcome {
  switch (outcome.kind) {
    case 'paused':
    case 'running': {
      const words = wanted === 'paused' ? 'Every process of it stands still.' : 'It goes on.';
      const text = `[bg:${task.id}] ${stateWords(outcome.task, Date.now())} · ${nameWords(task)}\n${words}`;
      return { text, isError: false, summary: shortState(outcome.task, Date.now()), taskId: task.id };
    }
    case 'left': {
      const left = outcome.report.left.map(({ pid, name }) => `${name} (${pid})`).join(', ');
      return failure(`It is still ${stateWords(outcome.task, Date.now())}: these processes did not follow: ${left}.`);
    }
    case 'refused':
      return failure(
        `Only a task that runs can be paused, and only a paused one resumed. ` +
          `Task ${task.id} is ${stateWords(outcome.task, Date.now())}.`,
      );
    case 'unknown':
      return failure(`There is no task ${task.id} any more.`);
    default:
      return outcome satisfies never;
  }
}
