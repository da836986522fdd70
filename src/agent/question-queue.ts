/** Questions one after the other, in the order in which they came. Who waits can leave at any time. */

export interface QuestionQueue {
  /**
   * Runs `question` when all that came before have settled or left; `left` when `signal` aborts before that. Rejects
   * when `question` does. `onWait`: it is not its turn yet.
   */
  enter<Result>(question: () => Promise<Result>, place: QueuePlace): Promise<Result | 'left'>;
}

export interface QueuePlace {
  readonly signal: AbortSignal;
  onWait?(isWaiting: boolean): void;
}

export function createQuestionQueue(): QuestionQueue {
  let last: Promise<unknown> = Promise.resolve();
  let size = 0;
  return {
    async enter(question, { signal, onWait }) {
      const before = last;
      const mustWait = size > 0;
      size += 1;
      const settled = (async () => {
        if (mustWait) onWait?.(true);
        await unlessAborted(before, signal);
        if (mustWait) onWait?.(false);
        return signal.aborted ? 'left' : question();
      })();
      const isDone = settled.then(
        () => void (size -= 1),
        () => void (size -= 1),
      );
      // Who left in the middle opens the way for nobody: the one in front still asks.
      last = Promise.all([before, isDone]);
      return settled;
    },
  };
}

function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      signal.removeEventListener('abort', settle);
      resolve();
    };
    signal.addEventListener('abort', settle);
    if (signal.aborted) settle();
    void work.then(settle);
  });
}
