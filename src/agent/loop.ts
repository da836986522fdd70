/**
 * The loop of one turn: tell, call, run tools, repeat, until there is nothing left to tell.
 *
 * It owns nothing: history, inbox, journal and screen are behind the functions it is given. The promise that no
 * result is lost lies in its order: what is unread is taken before every call and once more at the moment it would
 * stop, because `tell` is the only way out.
 */
import type { FileChange, Todo, TurnEnd } from './events.ts';
import { toolCalls, type AssistantMessage, type ToolResult } from './messages.ts';
import { runCalls, type CallPorts } from './run-calls.ts';
import type { TaskId } from '../background/task.ts';

export interface LoopPorts extends CallPorts {
  /**
   * Records `results` and everything unread as one user message. Answers `answer` when the history now ends with
   * something the model has to answer, `stop` when there is nothing, `failed` when it could not be recorded.
   */
  tell(results: readonly RanTool[]): Promise<'answer' | 'stop' | 'failed'>;
  /** Calls the model with the history and records what it said, also what it said before an interruption. */
  call(signal: AbortSignal): Promise<Reply>;
  /** Records the results of an interrupted turn, and nothing else: what is unread stays so and wakes the session. */
  record(results: readonly RanTool[]): void;
  /** Tells the user why the turn ends although the model has not finished. */
  giveUp(sentence: string): void;
}

export type Reply =
  /** `isPaused`: the server paused a long answer (`pause_turn`); it goes on when the history is sent again. */
  | { readonly kind: 'said'; readonly message: AssistantMessage; readonly isPaused?: true }
  | { readonly kind: 'interrupted'; readonly message: AssistantMessage }
  | { readonly kind: 'failed' };

export interface RanTool {
  readonly result: ToolResult;
  /** Ends that the result tells. */
  readonly told: readonly TaskId[];
  /** Of which tasks it shows output. */
  readonly read?: readonly Reading[];
  readonly change?: FileChange;
  readonly todos?: readonly Todo[];
}

/** A result shows output of a task, of what had been printed up to the offset `upTo`. */
export interface Reading {
  readonly taskId: TaskId;
  readonly upTo: number;
}

/** Runs one turn. Settles when the model has nothing left to answer, the call failed, or `signal` aborted. */
export async function runTurn(ports: LoopPorts, signal: AbortSignal): Promise<TurnEnd> {
  let results: readonly RanTool[] = [];
  let cutInARow = 0;
  let pausedInARow = 0;
  for (;;) {
    const next = await ports.tell(results);
    if (next !== 'answer' && !(next === 'stop' && pausedInARow > 0)) return next === 'stop' ? 'answered' : 'failed';
    if (signal.aborted) return 'interrupted';
    const reply = await ports.call(signal);
    if (reply.kind === 'failed') return 'failed';
    pausedInARow = reply.kind === 'said' && reply.isPaused === true ? pausedInARow + 1 : 0;
    if (pausedInARow === MOST_PAUSED) {
      ports.giveUp(PAUSED_AGAIN);
      return 'failed';
    }
    const calls = toolCalls(reply.message);
    results = await runCalls(calls, { ports, signal });
    cutInARow = calls.some(({ cutAt }) => cutAt !== undefined) ? cutInARow + 1 : 0;
    if (cutInARow === MOST_CUT) {
      ports.record(results);
      ports.giveUp(CUT_AGAIN);
      return 'failed';
    }
    if (signal.aborted) {
      ports.record(results);
      return 'interrupted';
    }
  }
}

const MOST_PAUSED = 20;
const PAUSED_AGAIN = `The server paused the answer ${MOST_PAUSED} times in a row.`;

/** A model that is cut off again and again does not find out by itself. */
const MOST_CUT = 3;
const CUT_AGAIN =
  'The model was cut off at its limit of tokens three times in a row. Ask for the work in smaller pieces.';
