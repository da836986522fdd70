/** What `-p` prints as JSON. docs/stream.schema.json is made from these types (npm run readme). */
import type { AgentEvent } from '../agent/events.ts';
import type { Usage } from '../agent/messages.ts';
import type { Outcome } from './outcome.ts';

/** A line of `--output-format stream-json`. */
export type StreamLine = StreamStarted | AgentEvent | RunResult | NoRunResult;

/** The first line. */
export interface StreamStarted {
  readonly type: 'stream_started';
  /** Grows when a field or an event changes its meaning or goes. New ones may come without that. */
  readonly version: number;
}

/** The last line; with `--output-format json` the only one. */
export interface RunResult {
  readonly type: 'result';
  readonly version: number;
  /** The id of the session. */
  readonly session: string;
  readonly outcome: Outcome;
  readonly exitCode: number;
  /** `texts`, with an empty line between them. */
  readonly text: string;
  /** What the model said at the end of each turn since the last prompt. */
  readonly texts: readonly string[];
  /** The result that fits the schema of `--json-schema`. */
  readonly structured?: object;
  /** Why it failed, in a sentence. */
  readonly failure?: string;
  /** Why the model declined, in the words of the server. */
  readonly refusal?: string;
  /** Rules that would have allowed what was refused because nobody could be asked. */
  readonly refused?: readonly string[];
  /** How often the model was called, also for answers that broke off. */
  readonly requests: number;
  readonly usage: Usage;
  /** Milliseconds. */
  readonly ms: number;
  readonly tasks: readonly ResultTask[];
}

export interface ResultTask {
  readonly id: string;
  readonly command: string;
  readonly label?: string;
  /** In words: `running`, `completed: exit 0`. */
  readonly state: string;
}

/** In place of all others, of a run that could not begin. */
export interface NoRunResult {
  readonly type: 'result';
  readonly version: number;
  readonly outcome: 'failed';
  readonly exitCode: number;
  readonly failure: string;
}
