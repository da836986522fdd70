/** Folds events into the items of the conversation. */
import type { AgentEvent, StopReason, ToolHeadline } from '../agent/events.ts';
import type { AssistantMessage, ToolResult, UserBlock } from '../agent/messages.ts';
import { outcomeOf } from '../background/task.ts';
import { append, lengthen, remove, replaceAt } from './items.ts';
import type { ConversationState, Item, ItemContent, TasksState } from './state.ts';

export interface ConversationContext {
  /** How many requests were made before this event. */
  readonly requests: number;
  readonly tasks: TasksState;
}

type ToolItem = Extract<ItemContent, { kind: 'tool' }>;

/** The next conversation; the same object when the event does not touch it. */
export function reduceConversation(
  state: ConversationState,
  event: AgentEvent,
  { requests, tasks }: ConversationContext,
): ConversationState {
  switch (event.type) {
    case 'user_message':
      return event.message.blocks.reduce((next, block) => tell(next, block, requests + 1), settle(state));
    case 'request_started':
      return { ...state, streamed: false };
    case 'text_delta':
      return { ...grow(state, 'assistant', event.text), streamed: true };
    case 'thinking_delta':
      return grow(state, 'thinking', event.text);
    case 'tool_call_delta':
      return putTool(settleText(state), event.callId, { tool: writingHeadline(event.name), state: 'writing' });
    case 'assistant_message':
      return settleText(state.streamed ? state : say(state, event.message));
    case 'request_aborted':
      return settle(state);
    case 'request_done':
      return sayStop(settleText(state), event.stopReason);
    case 'request_failed':
      return append(settle(state), { kind: 'problem', text: event.failure.sentence });
    case 'tool_started':
      return putTool(settleText(state), event.callId, { tool: event.tool, state: 'running' });
    case 'question_asked':
      return turnLast(state, 'running', 'asking');
    case 'question_answered':
      return turnLast(state, 'asking', 'running');
    case 'tool_task':
      return putTool(state, event.callId, { taskId: event.taskId });
    case 'tool_done':
      return finishTool(state, event.result);
    case 'shell_started':
      return append(state, {
        kind: 'shell',
        taskId: event.taskId,
        command: event.command,
        background: event.background,
        state: event.background ? 'done' : 'running',
        summary: event.background ? `${event.taskId} started` : '',
        output: '',
      });
    case 'shell_done': {
      const failed = endedBadly(tasks, event.taskId);
      const { summary, output } = event;
      return finishShell(state, event.taskId, { state: failed ? 'failed' : 'done', summary, output });
    }
    case 'turn_ended': {
      const next = settle(state);
      return event.reason === 'interrupted' ? append(next, { kind: 'note', text: interruptedWords(tasks) }) : next;
    }
    case 'problem':
      return append(state, { kind: 'problem', text: event.sentence });
    default:
      return state;
  }
}

function tell(state: ConversationState, block: UserBlock, request: number): ConversationState {
  switch (block.kind) {
    case 'prompt':
      return append(state, { kind: 'prompt', text: block.text });
    case 'notice':
      return append(state, { kind: 'notice', tasks: block.tasks, request });
    case 'tool-result':
    case 'shell':
      return state;
    default:
      return block satisfies never;
  }
}

/** What the model said when nothing of it was streamed. */
function say(state: ConversationState, message: AssistantMessage): ConversationState {
  const texts = message.blocks.filter((block) => block.kind === 'text');
  return texts.reduce((next, { text }) => append(next, { kind: 'assistant', text, streaming: false }), state);
}

/** An answer that ended in another way than the model's own. */
function sayStop(state: ConversationState, reason: StopReason): ConversationState {
  switch (reason) {
    case 'max_tokens':
      return append(state, { kind: 'problem', text: 'The answer reached its length limit. Say “go on” for the rest.' });
    case 'refusal':
      return append(state, { kind: 'problem', text: 'The model declined to answer. Put it in another way.' });
    case 'end_turn':
    case 'tool_use':
    case 'stop_sequence':
    case 'pause_turn':
    case 'other':
      return state;
    default:
      return reason satisfies never;
  }
}

function grow(state: ConversationState, kind: 'assistant' | 'thinking', text: string): ConversationState {
  const { index, item } = streaming(state);
  if (item?.kind !== kind) return append(settleText(state), { kind, text, streaming: true });
  const longer = { ...item, text: lengthen(item.text, text) };
  return longer.text === item.text ? state : replaceAt(state, index, longer);
}

/** Nothing streams any more. */
function settleText(state: ConversationState): ConversationState {
  const { index, item } = streaming(state);
  return item === undefined ? state : replaceAt(state, index, { ...item, streaming: false });
}

/** The one item that may grow. It need not be the last: the user can run a command while the model speaks. */
function streaming({ items }: ConversationState) {
  const index = items.findLastIndex((item) => 'streaming' in item && item.streaming);
  const item = items[index];
  return { index, item: item?.kind === 'assistant' || item?.kind === 'thinking' ? item : undefined };
}

/** Nothing streams, and calls that were never written to their end are gone. */
function settle(state: ConversationState): ConversationState {
  return remove(settleText(state), (item) => item.kind === 'tool' && item.state === 'writing');
}

function writingHeadline(name: string): ToolHeadline {
  return { name, verb: 'writing', subject: name };
}

function putTool(state: ConversationState, callId: string, change: Partial<ToolItem>): ConversationState {
  const index = state.items.findLastIndex((item) => item.kind === 'tool' && item.callId === callId);
  const item = state.items[index];
  if (item?.kind === 'tool') return same(item, change) ? state : replaceAt(state, index, { ...item, ...change });
  if (change.tool === undefined) return state;
  return append(state, { kind: 'tool', callId, tool: change.tool, state: 'writing', summary: '', ...change });
}

/** A call that grows is told again and again; its item shows no more than before. */
function same(item: ToolItem, change: Partial<ToolItem>): boolean {
  return change.state === 'writing' && item.state === 'writing' && item.tool.name === change.tool?.name;
}

/** Tools run one at a time, so a question is about the last one. */
function turnLast(state: ConversationState, from: ToolItem['state'], to: ToolItem['state']): ConversationState {
  const index = state.items.findLastIndex((item) => item.kind === 'tool' && item.state === from);
  const item = state.items[index];
  return item?.kind === 'tool' ? replaceAt(state, index, { ...item, state: to }) : state;
}

function finishTool(state: ConversationState, result: ToolResult): ConversationState {
  const { callId, isError, summary, taskId } = result;
  const ended = { state: isError ? 'failed' : 'done', summary } as const;
  return putTool(state, callId, taskId === undefined ? ended : { ...ended, taskId });
}

function finishShell(
  state: ConversationState,
  taskId: string,
  change: Pick<Extract<ItemContent, { kind: 'shell' }>, 'state' | 'summary' | 'output'>,
): ConversationState {
  const isIt = (item: Item) => item.kind === 'shell' && item.taskId === taskId;
  const index = state.items.findLastIndex(isIt);
  const item = state.items[index];
  return item?.kind === 'shell' ? replaceAt(state, index, { ...item, ...change }) : state;
}

function endedBadly(tasks: TasksState, id: string): boolean {
  const status = tasks.byId[id]?.status;
  return status?.phase === 'done' && outcomeOf(status.end) !== 'completed';
}

function interruptedWords(tasks: TasksState): string {
  const running = tasks.order.filter((id) => tasks.byId[id]?.status.phase !== 'done').length;
  if (running === 0) return 'Interrupted.';
  return running === 1 ? 'Interrupted. One task goes on.' : `Interrupted. ${running} tasks go on.`;
}
