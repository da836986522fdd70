import { setTimeout as delay } from 'node:timers/promises';

/** Does it as soon as the machine has room for it: while too many files are open, it is tried again and again. */
export async function whenRoom<Result>(act: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isFull(error)) throw error;
      await delay(BETWEEN_TRIES_MS, undefined, { ref: false });
    }
  }
}

/** Too many open files, of this process or of the machine. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EMFILE' || error.code === 'ENFILE');
}

const BETWEEN_TRIES_MS = 200;
