/** Where everything that happens in a session passes: into its journal first, then to those who listen. */
import type { AgentEvent } from './events.ts';
import type { AppendResult, Journal } from './journal.ts';
import { recordKey } from './replay.ts';

export interface Recorder {
  /**
   * Records and tells. What cannot be recorded is told all the same, and recorded before what comes next; that it
   * cannot is said once, until it can.
   */
  emit(event: AgentEvent): void;
  /** Records and tells, or does neither and says why. Answers whether it did. */
  commit(event: AgentEvent): boolean;
  /** Tells, and records nothing. */
  deliver(event: AgentEvent): void;
  /** True once for each event of a task or its news that is not in the record yet; false for all others. */
  isNew(event: AgentEvent): boolean;
  subscribe(listener: (event: AgentEvent) => void): () => void;
}

/** A disk that stays full must not fill the memory; what is older is lost for the record alone. */
const MOST_WAITING = 10_000;

export interface RecorderOptions {
  readonly journal: Journal;
  /** Keys of what stands in the journal (`recordKey`). */
  readonly recorded: Iterable<string>;
  now(): number;
}

export function createRecorder({ journal, recorded, now }: RecorderOptions): Recorder {
  const listeners = new Set<(event: AgentEvent) => void>();
  const keys = new Set(recorded);
  /** What was told and could not be recorded yet, oldest first. */
  let waiting: readonly AgentEvent[] = [];
  let writable = true;
  /** Of the prompt that could not be recorded it was said, and the message that holds it comes right behind. */
  let isSaid = false;

  return {
    emit: (event) => void publish(event, { unlessUnwritten: false }),
    commit: (event) => publish(event, { unlessUnwritten: true }),
    deliver,
    isNew(event) {
      const key = recordKey(event);
      if (key === undefined || keys.has(key)) return false;
      keys.add(key);
      return true;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };

  function publish(event: AgentEvent, { unlessUnwritten }: { readonly unlessUnwritten: boolean }): boolean {
    const written = append(event);
    if (!written.ok && !unlessUnwritten) waiting = [...waiting, event].slice(-MOST_WAITING);
    if (written.ok || !unlessUnwritten) deliver(event);
    if (written.ok && written.note !== undefined) deliver({ type: 'problem', at: now(), sentence: written.note });
    if (!written.ok && (writable || (unlessUnwritten && !isSaid))) {
      deliver({ type: 'problem', at: now(), sentence: written.sentence });
    }
    isSaid = !written.ok && !unlessUnwritten && (writable || isSaid);
    writable = written.ok;
    return written.ok;
  }

  function append(event: AgentEvent): AppendResult {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const written = journal.append(first);
      if (!written.ok) return written;
      waiting = waiting.slice(1);
    }
    return journal.append(event);
  }

  function deliver(event: AgentEvent): void {
    for (const listener of listeners) listener(event);
  }
}
