import type { AgentEvent } from '../agent/events.ts';
import { shortNumber } from './spending-words.ts';

/** That room was made in the history, for who reads the conversation. */
export function compactedWords({ cause, summary, before, after }: Extract<AgentEvent, { type: 'compacted' }>): string {
  const why = {
    limit: 'The window of the model was nearly full',
    asked: 'You wanted it',
    overflow: 'The conversation was too long for the model',
  }[cause];
  const what = summary === null ? 'old results were shortened' : 'what is old was summed up';
  const size = `the next request takes about ${shortNumber(after)} tokens, not ${shortNumber(before)}`;
  return `${why}: ${what} for it, and ${size}. Here and in the record everything stays.`;
}
