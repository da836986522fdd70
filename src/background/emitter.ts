/**
 * Tells listeners of events, synchronously and to all in the same order: what a listener causes is told after what it
 * is being told. A listener that throws harms no other: what it threw is thrown when all were told, outside of `emit`,
 * where nobody can take it for an answer.
 */
export interface Emitter<Event> {
  emit(event: Event): void;
  subscribe(listener: (event: Event) => void): () => void;
}

export function createEmitter<Event>(): Emitter<Event> {
  const listeners = new Set<{ readonly tell: (event: Event) => void }>();
  const queue: Event[] = [];
  let isTelling = false;

  return {
    emit(event) {
      queue.push(event);
      if (isTelling) return;
      isTelling = true;
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) tellAll(next);
      isTelling = false;
    },
    subscribe(tell) {
      const listener = { tell };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function tellAll(event: Event): void {
    for (const { tell } of [...listeners]) {
      try {
        tell(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
