/** How much of answers has come in a turn, so that it is seen that something does. */
import type { AgentEvent } from '../agent/events.ts';
import type { Received } from './state.ts';

export const nothingReceived: Received = { tokens: 0, chars: 0, call: null };

/** The same object when the event says nothing of it. */
export function receive(state: Received, event: AgentEvent): Received {
  switch (event.type) {
    case 'turn_started':
      return nothingReceived;
    case 'text_delta':
    case 'thinking_delta':
      return event.text === '' ? state : { ...state, chars: state.chars + event.text.length };
    case 'tool_call_delta': {
      const { callId: id, inputChars } = event;
      const before = state.call === null || state.call.id === id ? 0 : state.call.chars;
      return { ...state, chars: state.chars + before, call: { id, chars: inputChars } };
    }
    case 'request_done':
      return { ...nothingReceived, tokens: state.tokens + event.usage.output };
    case 'request_failed':
    case 'request_aborted':
      return { ...nothingReceived, tokens: state.tokens };
    default:
      return state;
  }
}

/** About how many tokens that is; what still comes is counted by its characters. */
export function receivedTokens({ tokens, chars, call }: Received): number {
  return tokens + Math.round((chars + (call?.chars ?? 0)) / CHARACTERS_PER_TOKEN);
}

/** Of English and code. */
const CHARACTERS_PER_TOKEN = 4;
