/** What a headless run came to, folded from its events. Pure. */
import type { AgentEvent, StopReason } from '../agent/events.ts';
import { toolCalls, type AssistantMessage, type Usage } from '../agent/messages.ts';
import { addUsage } from '../agent/spending.ts';
import { isEnded, type Task, type TaskId } from '../background/task.ts';

export interface RunState {
  readonly sessionId: string;
  readonly inTurn: boolean;
  /** What the model said at the end of each turn since the prompt: the answer, and what it made of ends of tasks. */
  readonly texts: readonly string[];
  /** The answer to the prompt, or to an end of a task since, is not all of what there is to say. */
  readonly incomplete: 'cut-off' | 'declined' | null;
  /** Why the model stopped last, and whether it said anything before. */
  readonly stopReason: StopReason | null;
  /** Why it declined, in the server's words. */
  readonly refusal?: string | undefined;
  readonly hasSpoken: boolean;
  /** What the user was last told in the turn. */
  readonly problem: string | null;
  /** Those of which something came or that failed for good, and the one that is open. */
  readonly requests: number;
  /** How often the model was called: a request that is made again counts once. */
  readonly calls: number;
  readonly usage: Usage;
  /** Why the last turn failed, in a sentence. */
  readonly failure: string | null;
  readonly prompts: ReadonlySet<number>;
  /** News that the model has still to be told, by its id, with its task. */
  readonly untold: ReadonlyMap<string, TaskId>;
  /** What the user has kept back: news, and all that a task tells. */
  readonly held: ReadonlySet<string>;
  readonly muted: ReadonlySet<TaskId>;
  readonly tasks: ReadonlyMap<TaskId, Task>;
}

export function startOfRun(sessionId: string): RunState {
  return {
    sessionId,
    inTurn: false,
    texts: [],
    incomplete: null,
    stopReason: null,
    hasSpoken: false,
    problem: null,
    requests: 0,
    calls: 0,
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    failure: null,
    prompts: new Set(),
    untold: new Map(),
    held: new Set(),
    muted: new Set(),
    tasks: new Map(),
  };
}

export function foldRun(run: RunState, event: AgentEvent): RunState {
  switch (event.type) {
    case 'prompt_queued':
      return { ...run, prompts: new Set([...run.prompts, event.id]) };
    case 'turn_started':
      return { ...run, inTurn: true, failure: null, problem: null, stopReason: null };
    case 'turn_ended': {
      const why = run.failure ?? run.problem ?? 'The turn failed.';
      const incomplete = run.incomplete ?? incompleteBy(run.stopReason);
      return { ...run, inTurn: false, incomplete, failure: event.reason === 'failed' ? why : null };
    }
    case 'problem':
      return { ...run, problem: event.sentence };
    case 'request_started':
      return { ...run, requests: run.requests + 1, calls: run.calls + 1, hasSpoken: false };
    case 'text_delta':
      return run.hasSpoken ? run : { ...run, hasSpoken: true };
    case 'request_aborted':
      return event.usage === undefined
        ? { ...run, requests: run.requests - 1 }
        : { ...run, usage: addUsage(run.usage, event.usage) };
    case 'request_done':
      return {
        ...run,
        usage: addUsage(run.usage, event.usage),
        ...(event.mended === true
          ? { calls: run.calls - 1 }
          : { stopReason: event.stopReason, refusal: event.refusal }),
      };
    case 'agent_request':
      return { ...run, usage: addUsage(run.usage, event.usage) };
    case 'compacted':
    case 'compaction_failed':
      return event.spent === undefined ? run : { ...run, usage: addUsage(run.usage, event.spent.usage) };
    case 'request_failed':
      return {
        ...run,
        failure: event.mended === true ? run.failure : event.failure.sentence,
        calls: event.mended === true ? run.calls - 1 : run.calls,
        requests: event.mended === true && event.usage === undefined ? run.requests - 1 : run.requests,
        usage: event.usage === undefined ? run.usage : addUsage(run.usage, event.usage),
      };
    case 'assistant_message': {
      const said = endingText(event.message);
      // In place of nothing the message says that there was no answer.
      return said === '' || (!run.hasSpoken && run.texts.length > 0) ? run : { ...run, texts: [...run.texts, said] };
    }
    case 'user_message':
      return {
        ...run,
        ...(event.promptIds.length > 0 ? { texts: [], incomplete: null } : {}),
        prompts: without(run.prompts, event.promptIds),
        untold: new Map([...run.untold].filter(([id]) => !event.told.includes(id))),
      };
    case 'news_unread':
      return { ...run, untold: new Map(run.untold).set(event.news.id, event.news.taskId) };
    case 'news_held':
      return { ...run, held: withOrWithout(run.held, event.id, event.held) };
    case 'task_muted':
      return { ...run, muted: withOrWithout(run.muted, event.taskId, event.muted) };
    case 'task_started':
    case 'task_changed':
    case 'task_done':
      return withTask(run, event);
    default:
      return run;
  }
}

/** The text of a message after which nothing is done; keeping the plan is nothing. */
function endingText(message: AssistantMessage): string {
  if (toolCalls(message).some(({ name }) => name !== 'todo_write')) return '';
  return message.blocks
    .flatMap((block) => (block.kind === 'text' ? [block.text] : []))
    .join('\n\n')
    .trim();
}

function incompleteBy(reason: StopReason | null): RunState['incomplete'] {
  switch (reason) {
    case 'max_tokens':
    case 'window_full':
      return 'cut-off';
    case 'refusal':
      return 'declined';
    case 'end_turn':
    case 'tool_use':
    case 'stop_sequence':
    case 'pause_turn':
    case 'other':
    case null:
      return null;
    default:
      return reason satisfies never;
  }
}

/** Of a session that was taken up again: what it still has to do, but not what it did in earlier runs. */
export function withoutPast({ sessionId, inTurn, prompts, untold, held, muted, tasks }: RunState): RunState {
  return { ...startOfRun(sessionId), inTurn, prompts, untold, held, muted, tasks };
}

/** Whether something of this run goes on that ends by itself and of which the model is to be told. */
export function isBusy(run: RunState): boolean {
  return run.inTurn || run.prompts.size > 0 || willTell(run) || awaited(run).length > 0;
}

function willTell({ untold, held, muted }: RunState): boolean {
  return [...untold].some(([id, taskId]) => !held.has(id) && !muted.has(taskId));
}

/** Tasks that run or wait and have a time limit: servers never end, so nothing waits for them. */
function awaited(run: RunState): readonly Task[] {
  return [...run.tasks.values()].filter((task) => !isEnded(task) && task.spec.timeLimit !== null);
}

function withTask(run: RunState, { task }: { readonly task: Task }): RunState {
  if (task.spec.sessionId !== run.sessionId) return run;
  return { ...run, tasks: new Map(run.tasks).set(task.id, task) };
}

function without<Item>(items: ReadonlySet<Item>, gone: readonly Item[]): ReadonlySet<Item> {
  return new Set([...items].filter((item) => !gone.includes(item)));
}

function withOrWithout<Item>(items: ReadonlySet<Item>, item: Item, isIn: boolean): ReadonlySet<Item> {
  return isIn ? new Set([...items, item]) : without(items, [item]);
}
