export interface InnerSignal {
  readonly signal: AbortSignal;
  abort(): void;
  /** Lets go of the outer one, and of the time. */
  release(): void;
}

/**
 * Aborts with `outer`, by its own `abort`, or after so many milliseconds. Not by `AbortSignal.any` and `timeout`: Node 20
 * may collect what they make, and the time never comes (node 54614).
 */
export function innerSignal(outer: AbortSignal, ms?: number): InnerSignal {
  const inner = new AbortController();
  const abort = () => inner.abort();
  const timer = ms === undefined ? undefined : setTimeout(abort, ms);
  outer.addEventListener('abort', abort, { once: true });
  if (outer.aborted) abort();
  return {
    signal: inner.signal,
    abort,
    release() {
      clearTimeout(timer);
      outer.removeEventListener('abort', abort);
    },
  };
}
