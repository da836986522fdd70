/** Where everything that happens in a session passes: into its journal first, then to those who listen. */
import type { AgentEvent } from './events.ts';
import type { Journal } from './journal.ts';
import { recordKey } from './replay.ts';

export interface Recorder {
  /** Records and tells. What cannot be recorded is told all the same; that it cannot is said once, until it can. */
  emit(event: AgentEvent): void;
  /** Records and tells, or does neither and says why. Answers whether it did. */
  commit(event: AgentEvent): boolean;
  /** Tells, and records nothing. */
  deliver(event: AgentEvent): void;
  /** True once for each event of a task or its news that is not in the record yet; false for all others. */
  isNew(event: AgentEvent): boolean;
  subscribe(listener: (event: AgentEvent) => void): () => void;
}

export interface RecorderOptions {
  readonly journal: Journal;
  /** Keys of what stands in the journal (`recordKey`). */
  readonly recorded: Iterable<string>;
  now(): number;
}

export function createRecorder({ journal, recorded, now }: RecorderOptions): Recorder {
  const listeners = new Set<(event: AgentEvent) => void>();
  const keys = new Set(recorded);
  let writable = true;

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
    const written = journal.append(event);
    if (written.ok || !unlessUnwritten) deliver(event);
    if (!written.ok && (writable || unlessUnwritten)) {
      deliver({ type: 'problem', at: now(), sentence: written.sentence });
    }
    writable = written.ok;
    return written.ok;
  }

  function deliver(event: AgentEvent): void {
    for (const listener of listeners) listener(event);
  }
}
