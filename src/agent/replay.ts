/**
 * A recorded session taken up again: where its conversation stands, what the screen is to show of it, and what the
 * record lacks because the program ended before it happened.
 *
 * The record alone decides. Tasks are not taken from it: those that there are come from the executor, and of them only
 * what the record calls told is not told again.
 */
import { searchedTo, type NewsId } from '../background/outbox.ts';
import type { EndedTask, Task, TaskId } from '../background/task.ts';
import { awaitsAnswer, type ConversationStart } from './conversation.ts';
import type { AgentEvent, SessionEvent, TurnEnd } from './events.ts';
import type { Message, ToolResult } from './messages.ts';
import { withoutThinking } from './request-prefix.ts';
import { closingResults, openCalls, resultOf } from './replay-calls.ts';
import { foldShells } from './replay-shells.ts';
import { GOES_ON } from './user-shell.ts';
import { mendedHistory } from './valid-history.ts';

export interface Replay extends ConversationStart {
  /** What the screen needs to show the conversation again. */
  readonly shown: readonly AgentEvent[];
  /** To be recorded and shown after it: ends of what was cut. */
  readonly closing: readonly SessionEvent[];
  /** What was recorded of tasks; see `recordKey`. */
  readonly recorded: ReadonlySet<string>;
  /** How many requests were made, and prompts typed. */
  readonly requests: number;
  readonly prompts: number;
  /** Something waits for an answer that the user did not interrupt. */
  readonly goesOn: boolean;
  /** The user interrupted the last turn, and the model was not told that. */
  readonly wasInterrupted: boolean;
}

export function replay(events: readonly AgentEvent[], at: number): Replay {
  const written = writtenHistory(events);
  const history = mendedHistory(written, resultsIn(events));
  const calls = openCalls(events, history);
  const shells = foldShells(events);
  const prompts = queuedPrompts(events);
  const turn = lastTurn(events);
  const results = calls.map(resultOf);
  const isUnanswered = results.length > 0 || awaitsAnswer(history);
  return {
    history,
    told: [...toldIn(events), ...shells.reported],
    held: keptBack(events, 'news_held'),
    muted: keptBack(events, 'task_muted'),
    results,
    inbox: [
      ...shells.untold.map((block) => ({ promptId: null, block })),
      ...prompts.map(({ id, text }) => ({ promptId: id, block: { kind: 'prompt', text } as const })),
    ],
    shown: events.filter((event) => isShown(event) || (event.type === 'prompt_queued' && prompts.includes(event))),
    closing: [
      ...damageWords(written, history, at),
      ...closingResults(calls, at),
      ...closingShells(shells.open, at),
      ...closingTurn(turn, at),
    ],
    recorded: new Set(events.flatMap((event) => recordKey(event) ?? [])),
    requests: countRequests(events),
    prompts: events.reduce((most, event) => (event.type === 'prompt_queued' ? Math.max(most, event.id) : most), 0),
    wasInterrupted: turn === 'interrupted',
    goesOn: prompts.length > 0 || (turn !== 'interrupted' && isUnanswered),
  };
}

/**
 * Tasks that were queued when the program ended, and of which that was not told. Some may have been started in the
 * moment before.
 */
export function unstartedTasks(events: readonly AgentEvent[]): readonly Task[] {
  const queued = new Map<TaskId, Task>();
  for (const event of events) {
    if (event.type === 'task_started' && event.task.status.phase === 'queued') queued.set(event.task.id, event.task);
    if (event.type === 'task_done' && !wasDropped(event.task)) queued.delete(event.task.id);
  }
  for (const id of toldIn(events)) queued.delete(id);
  return [...queued.values()];
}

/**
 * Tasks of this session that were started and whose end was not told, as the record last knew them. Their folders tell
 * more, if they are there.
 */
export function untoldTasks(events: readonly AgentEvent[], sessionId: string): readonly Task[] {
  const untold = new Map<TaskId, Task>();
  const adopted = new Set(events.flatMap((event) => (event.type === 'task_adopted' ? event.taskId : [])));
  for (const event of events) {
    if (event.type !== 'task_started' && event.type !== 'task_done') continue;
    const { task } = event;
    if (task.spec.sessionId === sessionId || adopted.has(task.id)) untold.set(task.id, task);
  }
  for (const id of [...toldIn(events), ...foldShells(events).reported]) untold.delete(id);
  return [...untold.values()].map((task) => ({ ...task, attended: false, spec: { ...task.spec, sessionId } }));
}

/** Its turn never came, because the program ended. */
function wasDropped({ status: { end } }: EndedTask): boolean {
  return end.kind === 'skipped' && end.by === 'shutdown';
}

/**
 * Where the next program goes on to look for what is watched for, in the output of tasks that the session started: behind
 * what it tells. Their start may be missing in the record, when the program was killed at that moment or another one
 * started them. Nothing for tasks of others and adopted ones, nor when their end was told and nothing is kept back.
 */
export function searchedBefore(
  events: readonly AgentEvent[],
  sessionId: string,
): (task: Pick<Task, 'id' | 'spec'>) => number | undefined {
  const told = new Set(toldIn(events));
  const adopted = new Set(events.flatMap((event) => (event.type === 'task_adopted' ? event.taskId : [])));
  const untold = new Set(
    events.flatMap((event) => (event.type === 'news_unread' && !told.has(event.news.id) ? event.news.taskId : [])),
  );
  return ({ id, spec }) => {
    const isOwn = spec.sessionId === sessionId && !adopted.has(id);
    return isOwn && (!told.has(id) || untold.has(id)) ? searchedTo(told, id) : undefined;
  };
}

/** What the user keeps back at the end of the record. */
function keptBack(events: readonly AgentEvent[], type: 'news_held' | 'task_muted'): readonly string[] {
  const kept = new Set<string>();
  for (const event of events) {
    if (event.type === 'news_held' && type === event.type) change(kept, event.id, event.held);
    if (event.type === 'task_muted' && type === event.type) change(kept, event.taskId, event.muted);
  }
  return [...kept];
}

function change(kept: Set<string>, id: string, isKept: boolean): void {
  if (isKept) kept.add(id);
  else kept.delete(id);
}

/** What is recorded of a task once: its start, its end, and each thing that it has to tell. */
export function recordKey(event: AgentEvent): string | undefined {
  if (event.type === 'news_unread') return `news_unread ${event.news.id}`;
  return event.type === 'task_started' || event.type === 'task_done' ? `${event.type} ${event.task.id}` : undefined;
}

/** As it was recorded. */
function writtenHistory(events: readonly AgentEvent[]): readonly Message[] {
  let history: Message[] = [];
  for (const event of events) {
    if (event.type === 'assistant_message' || event.type === 'user_message') history.push(event.message);
    if (event.type === 'compacted') history = [...event.history];
    if (event.type === 'prefix_recorded') history = [...withoutThinking(history)];
  }
  return history;
}

/** Each result stands in the record twice: when the tool was done, and in the message that carries it. */
function resultsIn(events: readonly AgentEvent[]): (callId: string) => ToolResult | undefined {
  const results = new Map<string, ToolResult>();
  for (const event of events) if (event.type === 'tool_done') results.set(event.result.callId, event.result);
  return (callId) => results.get(callId);
}

function damageWords(written: readonly Message[], mended: readonly Message[], at: number): readonly SessionEvent[] {
  const isWhole =
    written.length === mended.length && written.every(({ blocks }, n) => blocks.length === mended[n]?.blocks.length);
  const sentence =
    'The record of this session is damaged. What could be read of it goes on; what is missing is marked for the model.';
  return isWhole ? [] : [{ type: 'problem', at, sentence }];
}

function toldIn(events: readonly AgentEvent[]): readonly NewsId[] {
  return events.flatMap((event) => (event.type === 'user_message' ? event.told : []));
}

function queuedPrompts(events: readonly AgentEvent[]) {
  const taken = new Set(events.flatMap((event) => (event.type === 'user_message' ? event.promptIds : [])));
  const retracted = new Set(events.flatMap((event) => (event.type === 'prompt_retracted' ? event.id : [])));
  return events
    .filter((event) => event.type === 'prompt_queued')
    .filter(({ id }) => !taken.has(id) && !retracted.has(id));
}

/** How the last turn ended; `open` when that was not recorded, and with what request it was busy. */
function lastTurn(events: readonly AgentEvent[]): TurnEnd | 'none' | 'open' | 'calling' {
  let turn: ReturnType<typeof lastTurn> = 'none';
  for (const { type, ...event } of events) {
    if (type === 'turn_started') turn = 'open';
    else if (type === 'request_started') turn = 'calling';
    else if (type === 'request_done' || type === 'request_failed' || type === 'request_aborted') turn = 'open';
    else if (type === 'turn_ended' && 'reason' in event) turn = event.reason;
  }
  return turn;
}

function closingTurn(turn: ReturnType<typeof lastTurn>, at: number): readonly SessionEvent[] {
  if (turn !== 'open' && turn !== 'calling') return [];
  const ended = { type: 'turn_ended', at, reason: 'closed' } as const;
  return turn === 'calling' ? [{ type: 'request_aborted', at }, ended] : [ended];
}

function closingShells(open: readonly TaskId[], at: number): readonly SessionEvent[] {
  return open.map((taskId) => ({ type: 'shell_done', at, taskId, ...GOES_ON }));
}

function countRequests(events: readonly AgentEvent[]): number {
  return events.reduce((most, event) => (event.type === 'request_started' ? Math.max(most, event.request) : most), 0);
}

function isShown(event: AgentEvent): boolean {
  switch (event.type) {
    case 'user_message':
    case 'request_started':
    case 'request_done':
    case 'request_failed':
    case 'request_aborted':
    case 'assistant_message':
    case 'tool_started':
    case 'tool_done':
    case 'shell_started':
    case 'shell_done':
    case 'session_titled':
    case 'turn_ended':
    case 'compacted':
    case 'model_chosen':
    case 'thinking_chosen':
    case 'problem':
    case 'news_unread':
    case 'news_held':
    case 'task_muted':
    case 'changes_undone':
    case 'changes_redone':
      return true;
    default:
      return false;
  }
}
