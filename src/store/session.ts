/** Folds events into what the agent does now: activity, question, what waits to be told, tokens. */
import type { AgentEvent } from '../agent/events.ts';
import { reasonWords, waitWords } from '../agent/request-words.ts';
import { addSpending, allTokens, noSpending } from '../agent/spending.ts';
import { nothingReceived, receive } from './received.ts';
import type { Activity, SessionState } from './state.ts';

export const emptySession: SessionState = {
  info: null,
  title: null,
  activity: { kind: 'idle' },
  permissions: 'ask',
  sandbox: 'none',
  allChosen: false,
  question: null,
  queued: [],
  unread: [],
  requests: 0,
  received: nothingReceived,
  usage: noSpending.usage,
  context: { tokens: 0, window: null },
  spending: noSpending,
  model: '',
  effort: null,
  thinking: 'on',
  models: [],
  compacting: false,
  retrying: null,
  wait: null,
  silentSince: null,
  todos: [],
};

/** The next session state; the same object when the event does not touch it. `now` dates events without a time. */
export function reduceSession(before: SessionState, event: AgentEvent, now: number): SessionState {
  const spending = addSpending(before.spending, event);
  const received = receive(before.received, event);
  const isSame = spending === before.spending && received === before.received;
  const state = isSame ? before : { ...before, spending, received };
  switch (event.type) {
    case 'session_started':
      return { ...state, info: event.info, model: event.info.model };
    case 'session_titled':
      return { ...state, title: event.title };
    case 'prompt_queued':
      return { ...state, queued: [...state.queued, { id: event.id, text: event.text }] };
    case 'prompt_retracted':
      return { ...state, queued: state.queued.filter(({ id }) => id !== event.id) };
    case 'user_message':
      return {
        ...state,
        queued: state.queued.filter(({ id }) => !event.promptIds.includes(id)),
        unread: state.unread.filter((id) => !event.told.includes(id)),
      };
    case 'turn_started':
      return doing(state, { kind: 'waiting', since: event.at });
    case 'request_started':
      return doing({ ...state, requests: event.request }, { kind: 'waiting', since: event.at });
    case 'text_delta':
    case 'tool_call_delta':
      return doing(state, { kind: 'writing', since: now });
    case 'thinking_delta':
      return doing(state, { kind: 'thinking', since: now });
    case 'request_retrying':
      return { ...state, retrying: event.sentence };
    case 'request_silent':
      return { ...state, silentSince: event.since };
    case 'request_waiting': {
      const { kind, sentence, at, until } = event;
      const inWords = until > at ? `in ${waitWords(until - at)}` : 'at once';
      return {
        ...doing(state, { kind: 'waiting', since: event.at }),
        wait: { reason: reasonWords(kind), sentence, inWords, until },
      };
    }
    case 'request_done':
      return { ...state, ...NO_WAIT, usage: event.usage, context: holding(state, allTokens(event.usage)) };
    case 'request_failed':
    case 'request_aborted':
      return { ...state, ...NO_WAIT };
    case 'tool_done':
      return event.todos === undefined ? state : { ...state, todos: event.todos };
    case 'tool_started':
      // Another call of the same message may ask meanwhile.
      if (state.activity.kind === 'asking' && state.question !== null && !isOfAgent(state)) return state;
      return doing(state, { kind: 'tools', since: event.at });
    case 'question_asked': {
      const asked = { ...state, question: { question: event.question, askedAt: event.at } };
      return isOfAgent(asked) ? asked : doing(asked, { kind: 'asking', since: event.at });
    }
    case 'question_waiting':
      return doing(state, { kind: event.isWaiting ? 'asking' : 'tools', since: event.at });
    case 'question_answered':
      if (state.question?.question.id !== event.id) return state;
      if (isOfAgent(state)) return { ...state, question: null };
      return doing({ ...state, question: null }, { kind: 'tools', since: now });
    case 'permissions_changed':
      return {
        ...state,
        permissions: event.mode,
        sandbox: event.sandbox,
        allChosen: state.allChosen || event.mode === 'all',
      };
    case 'model_announced':
      return {
        ...state,
        model: event.model,
        effort: event.effort,
        thinking: event.thinking,
        models: event.models,
        context: { ...state.context, window: event.window },
      };
    case 'compaction_started':
      return doing({ ...state, compacting: true }, { kind: 'waiting', since: event.at });
    case 'compacted':
      return { ...state, ...NO_WAIT, compacting: false, context: holding(state, event.after) };
    case 'compaction_failed':
      return { ...state, ...NO_WAIT, compacting: false };
    case 'unread_changed':
      return { ...state, unread: event.taskIds };
    case 'turn_ended':
      return {
        ...state,
        activity: { kind: 'idle' },
        question: isOfAgent(state) ? state.question : null,
        ...NO_WAIT,
        compacting: false,
      };
    default:
      return state;
  }
}

const NO_WAIT = { retrying: null, wait: null, silentSince: null } as const;

/** An agent in the background asks: that says nothing of the turn, and outlasts it. */
function isOfAgent({ question }: SessionState): boolean {
  return question?.question.agent !== undefined;
}

/** The same activity goes on since it began. Whatever happens next ends the wait for a repeated request. */
function doing(state: SessionState, activity: Activity): SessionState {
  const same = state.activity.kind === activity.kind;
  if (same && state.retrying === null && state.wait === null && state.silentSince === null) return state;
  return { ...state, ...NO_WAIT, activity: same ? state.activity : activity };
}

function holding({ context }: SessionState, tokens: number): SessionState['context'] {
  return { ...context, tokens };
}
