/** When a turn begins: one at a time, and another one when something came that the last did not tell. */
import type { AgentEvent, TurnCause, TurnEnd } from './events.ts';

export interface Turns {
  isRunning(): boolean;
  /** Begins a turn in a moment: what comes close together travels together. */
  soon(): void;
  /** Begins a turn now, unless one runs or there is nothing to tell. */
  wake(): void;
  /** Something came that wakes: when a turn runs, another one follows it, unless all was told by then. */
  arrived(): void;
  /** The model is told of everything that came. */
  told(): void;
  begin(cause: TurnCause, run: RunTurn): void;
  interrupt(): void;
  /** Ends the one that runs, and lets no other begin. Settles when it has ended. */
  close(): Promise<void>;
}

/** What a turn does until it ends or `signal` aborts. That it rejects is said. */
export type RunTurn = (signal: AbortSignal) => Promise<TurnEnd>;

export interface TurnsPorts {
  /** What the next turn would be; nothing when there is nothing to tell. */
  next(): { readonly cause: TurnCause; readonly run: RunTurn } | undefined;
  emit(event: AgentEvent): void;
  now(): number;
}

/** Milliseconds. */
const GATHER_MS = 50;

export function createTurns({ next, emit, now }: TurnsPorts): Turns {
  let turn: { readonly controller: AbortController; readonly settled: Promise<void> } | null = null;
  /** Since the model was last told. */
  let hasArrived = false;
  let gathering: NodeJS.Timeout | undefined;
  let closed = false;

  return {
    isRunning: () => turn !== null,
    soon: () => void (gathering ??= setTimeout(wake, GATHER_MS)),
    wake,
    arrived: () => void (hasArrived = true),
    told: () => void (hasArrived = false),
    begin,
    interrupt: () => turn?.controller.abort(),
    async close() {
      closed = true;
      clearTimeout(gathering);
      turn?.controller.abort();
      await turn?.settled;
    },
  };

  function wake(): void {
    clearTimeout(gathering);
    gathering = undefined;
    const wanted = turn === null && !closed ? next() : undefined;
    if (wanted !== undefined) begin(wanted.cause, wanted.run);
  }

  function begin(cause: TurnCause, run: RunTurn): void {
    const controller = new AbortController();
    emit({ type: 'turn_started', at: now(), cause });
    const settled = run(controller.signal)
      .catch((error: unknown) => {
        emit({ type: 'problem', at: now(), sentence: `The turn broke off: ${reasonOf(error)}. Press Enter to go on.` });
        return 'failed' as const;
      })
      .then((reason) => {
        turn = null;
        emit({ type: 'turn_ended', at: now(), reason: closed && reason === 'interrupted' ? 'closed' : reason });
        if (hasArrived) wake();
      });
    turn = { controller, settled };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
