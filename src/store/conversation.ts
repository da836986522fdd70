/** Folds events into the items of the conversation. */
import type { AgentEvent, FileChange, ProviderFailure, StopReason, ToolHeadline } from '../agent/events.ts';
import type { ThinkingMode } from '../agent/model-list.ts';
import type { AssistantMessage, ToolResult, UserBlock } from '../agent/messages.ts';
import { canPass, declinedWords } from '../agent/request-words.ts';
import { outcomeOf } from '../background/task-outcome.ts';
import { compactedWords } from './compacted-words.ts';
import { append, lengthen, remove, replaceAt } from './items.ts';
import type { Item, ItemContent } from './item.ts';
import type { ConversationState, TasksState } from './state.ts';
import { endOf, startOf } from '../background/cut.ts';
import { liveTasks } from './selectors.ts';
import { beginTurn, countCall, endTurn, pauseTurn, resumeTurn } from './turn-done.ts';

export interface ConversationContext {
  /** How many requests were made before this event. */
  readonly requests: number;
  readonly tasks: TasksState;
  /** What the session has spent, this event included. */
  readonly dollars: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

type ToolItem = Extract<ItemContent, { kind: 'tool' }>;

/** The next conversation; the same object when the event does not touch it. */
export function reduceConversation(
  state: ConversationState,
  event: AgentEvent,
  context: ConversationContext,
): ConversationState {
  const { requests, tasks, now } = context;
  switch (event.type) {
    case 'turn_started':
      return { ...state, turn: beginTurn(event.at, context.dollars) };
    case 'user_message':
      return event.message.blocks.reduce((next, block) => tell(next, block, requests + 1), settle(state));
    case 'request_started':
      return { ...state, streamed: [] };
    case 'text_delta':
      return say(state, event.text);
    case 'thinking_delta':
      return think(state, event.text, now);
    case 'tool_call_delta':
      return putTool({ ...settleText(state), grows: true }, event.callId, {
        tool: writingHeadline(event.name),
        state: 'writing',
      });
    case 'assistant_message':
      return settleText(sayRest(state, event.message));
    case 'request_aborted':
      return settle(state);
    case 'request_done':
      return event.mended === true ? breakOff(state) : sayStop(settleText(state), event);
    case 'request_failed':
      if (event.mended === true) return breakOff(state);
      return append(settle(state), { kind: 'problem', text: failureWords(event.failure) });
    case 'compacted':
      return append(state, { kind: 'note', text: compactedWords(event) });
    case 'model_chosen':
      return append(state, {
        kind: 'note',
        text: `${event.model} answers from now on${event.effort === null ? '' : `, with effort ${event.effort}`}.`,
      });
    case 'thinking_chosen':
      return append(state, { kind: 'note', text: thinkingWords(event.thinking) });
    case 'model_fell_back':
      return append(state, {
        kind: 'note',
        text:
          event.why === 'declined'
            ? `${event.from} declined to answer: ${event.to} is asked instead.`
            : `${event.from} is overloaded: ${event.to} answers for the next five minutes.`,
      });
    case 'compaction_failed':
      return append(state, { kind: 'problem', text: event.sentence });
    case 'tool_started':
      return withDocument(
        putTool(settleText(state), event.callId, { tool: event.tool, state: 'running', runsSince: event.at }),
        event.tool,
      );
    case 'question_asked':
      if (event.question.agent !== undefined) return state;
      return {
        ...turn(state, event.question, { from: 'running', to: 'asking', now }),
        turn: pauseTurn(state.turn, event.at),
      };
    case 'question_waiting':
      return turn(
        state,
        event,
        event.isWaiting ? { from: 'running', to: 'waiting', now } : { from: 'waiting', to: 'running', now },
      );
    case 'question_answered':
      return { ...turn(state, {}, { from: 'asking', to: 'running', now }), turn: resumeTurn(state.turn, now) };
    case 'tool_task':
      return putTool(state, event.callId, { taskId: event.taskId });
    case 'tool_done':
      return countedCall(finishTool(state, event), event);
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
      const next = closeTurn(settle(state), { at: event.at, dollars: context.dollars, running: runningTasks(tasks) });
      return event.reason === 'interrupted' ? append(next, { kind: 'note', text: interruptedWords(tasks) }) : next;
    }
    case 'changes_undone':
    case 'changes_redone':
      return event.files.length === 0 ? state : append(state, { kind: 'note', text: undoWords(event) });
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
      return block.tasks.length === 0 ? state : append(state, { kind: 'notice', tasks: block.tasks, request });
    case 'tool-result':
    case 'shell':
    case 'summary':
      return state;
    default:
      return block satisfies never;
  }
}

function thinkingWords(mode: ThinkingMode): string {
  switch (mode) {
    case 'on':
      return 'Thinking is shown from now on.';
    case 'hidden':
      return 'The model thinks without showing it from now on.';
    case 'off':
      return 'The model does not think from now on, where it can be turned off.';
    default:
      return mode satisfies never;
  }
}

/** What the model said and thought, as far as it was not streamed. */
function sayRest(state: ConversationState, message: AssistantMessage): ConversationState {
  return message.blocks.reduce((next, block) => {
    if (block.kind === 'text' && !state.streamed.includes('assistant')) {
      return append(next, { kind: 'assistant', text: block.text, streaming: false });
    }
    if (block.kind === 'thinking' && block.text !== '' && !state.streamed.includes('thinking')) {
      return append(next, { kind: 'thinking', text: block.text, streaming: false, startedAt: 0, took: null });
    }
    return next;
  }, state);
}

/** What was said of an answer that is asked for again stays on the screen, and is no answer. */
function breakOff(state: ConversationState): ConversationState {
  const settled = settle(state);
  if (state.streamed.length === 0) return settled;
  return append(settled, { kind: 'note', text: 'Broken off here: this is no answer. The model is asked again.' });
}

function failureWords({ kind, sentence }: ProviderFailure): string {
  return canPass(kind) ? `${sentence} Press Enter to ask again.` : sentence;
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

/** An answer that ended in another way than the model's own. */
function sayStop(
  state: ConversationState,
  { stopReason: reason, refusal }: { readonly stopReason: StopReason; readonly refusal?: string },
): ConversationState {
  switch (reason) {
    case 'max_tokens':
      return append(state, {
        kind: 'problem',
        text: 'Response cut off at the output limit. Type “continue” for the rest.',
      });
    case 'refusal':
      return append(state, {
        kind: 'problem',
        text: `${sentence(declinedWords(refusal))} Rephrase it, or start over with /clear.`,
      });
    case 'window_full':
      return append(state, {
        kind: 'problem',
        text: 'The answer was cut: the window of the model is full. Room is made before the next request.',
      });
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

function say(state: ConversationState, text: string): ConversationState {
  const { index, item } = streaming(state);
  const next = withStreamed(state, 'assistant');
  if (item?.kind !== 'assistant') return append(settleText(next), { kind: 'assistant', text, streaming: true });
  const longer = { ...item, text: lengthen(item.text, text) };
  return longer.text === item.text ? next : replaceAt(next, index, longer);
}

function think(state: ConversationState, text: string, now: number): ConversationState {
  const { index, item } = streaming(state);
  const next = withStreamed(state, 'thinking');
  if (item?.kind !== 'thinking') {
    return append(settleText(next), { kind: 'thinking', text, streaming: true, startedAt: now, took: 0 });
  }
  return replaceAt(next, index, { ...item, text: lengthen(item.text, text), took: now - item.startedAt });
}

function withStreamed(state: ConversationState, kind: 'assistant' | 'thinking'): ConversationState {
  return state.grows && state.streamed.includes(kind)
    ? state
    : { ...state, grows: true, streamed: [...new Set([...state.streamed, kind])] };
}

/** Nothing streams any more. */
function settleText(state: ConversationState): ConversationState {
  const { index, item } = streaming(state);
  return item === undefined ? state : replaceAt(state, index, { ...item, streaming: false });
}

/** The one item that may grow. It need not be the last: the user can run a command while the model speaks. */
function streaming({ items, grows }: ConversationState) {
  if (!grows) return { index: -1, item: undefined };
  const index = items.findLastIndex((item) => 'streaming' in item && item.streaming);
  const item = items[index];
  return { index, item: item?.kind === 'assistant' || item?.kind === 'thinking' ? item : undefined };
}

/** Nothing streams, and calls that were never written to their end are gone. */
function settle(state: ConversationState): ConversationState {
  if (!state.grows) return state;
  const settled = remove(settleText(state), (item) => item.kind === 'tool' && item.state === 'writing');
  return { ...settled, grows: false };
}

function writingHeadline(name: string): ToolHeadline {
  return { name, verb: 'writing', subject: name };
}

/** What a call shows below its line stays in the conversation as what the model says. */
function withDocument(state: ConversationState, { document }: ToolHeadline): ConversationState {
  return document === undefined ? state : append(state, { kind: 'assistant', text: document, streaming: false });
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

/** Turns the call from one state to another; without its id the last that is in it, for only one asks at a time. */
function turn(
  state: ConversationState,
  { callId }: { readonly callId?: string },
  { from, to, now }: { readonly from: ToolItem['state']; readonly to: ToolItem['state']; readonly now: number },
): ConversationState {
  const index = state.items.findLastIndex(
    (item) => item.kind === 'tool' && item.state === from && (callId === undefined || item.callId === callId),
  );
  const item = state.items[index];
  return item?.kind === 'tool' ? replaceAt(state, index, { ...item, state: to, runsSince: now }) : state;
}

function finishTool(
  state: ConversationState,
  { result, change }: { readonly result: ToolResult; readonly change?: FileChange },
): ConversationState {
  const { callId, isError, summary, taskId, text, endedBadly, excerpt } = result;
  return putTool(state, callId, {
    state: isError ? 'failed' : 'done',
    summary,
    text: endsOf(text),
    ...(endedBadly === undefined ? {} : { endedBadly }),
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(taskId === undefined ? {} : { taskId }),
    ...(change === undefined ? {} : { change }),
  });
}

function countedCall(
  state: ConversationState,
  { result, change }: { readonly result: ToolResult; readonly change?: FileChange },
): ConversationState {
  if (state.turn === null) return state;
  const item = state.items.findLast((one) => one.kind === 'tool' && one.callId === result.callId);
  const file = item?.kind === 'tool' ? item.tool.subject : result.callId;
  return { ...state, turn: countCall(state.turn, file, change) };
}

function closeTurn(
  { turn, ...rest }: ConversationState,
  end: { readonly at: number; readonly dollars: number; readonly running: number },
): ConversationState {
  const state = { ...rest, turn: null };
  const done = turn === null ? null : endTurn(turn, end);
  return done === null ? state : append(state, { kind: 'turn', done });
}

function runningTasks(tasks: TasksState): number {
  return liveTasks(tasks).filter(({ status }) => status.phase !== 'queued').length;
}

/** As much of an answer as is shown of it when it is opened. */
function endsOf(text: string): string {
  if (text.length <= KEPT_HEAD + KEPT_TAIL) return text;
  return `${startOf(text, KEPT_HEAD)}\n…\n${endOf(text, KEPT_TAIL)}`;
}

const KEPT_HEAD = 4_000;
const KEPT_TAIL = 6_000;

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

function undoWords({ type, files }: Extract<AgentEvent, { type: 'changes_undone' | 'changes_redone' }>): string {
  const named = files.slice(0, 5).join(', ') + (files.length > 5 ? ` and ${files.length - 5} more` : '');
  return type === 'changes_undone' ? `Took back the changes in ${named}.` : `Put the changes back in ${named}.`;
}
