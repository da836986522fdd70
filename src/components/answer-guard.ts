/**
 * Keeps what was typed for something else from answering a question that has just come up. Early answers are refused;
 * their letters go into the draft when more follows, as they were the beginning of it.
 */

export interface AnswerGuard {
  /** Whether an answer comes too early to be meant. Times in milliseconds. */
  isEarly(key: string, times: { readonly askedAt: number; readonly now: number }): boolean;
  /** Letters that were refused, for the draft that they began; none when that was a while ago. */
  takeLetters(now: number): string;
}

/** Nobody has read a question sooner. */
const READ_MS = 1000;
/** Keys that follow each other within so many milliseconds are typing. */
const TYPING_MS = 300;

export function createAnswerGuard(): AnswerGuard {
  let letters = '';
  let lastAt = -Infinity;

  return {
    isEarly(key, { askedAt, now }) {
      const isTyping = now - lastAt < TYPING_MS;
      const age = now - askedAt;
      // A clock that was set back must not lock the question.
      if (!isTyping && (age < 0 || age >= READ_MS)) return false;
      letters = (isTyping ? letters : '') + ([...key].length === 1 ? key : '');
      lastAt = now;
      return true;
    },
    takeLetters(now) {
      const taken = now - lastAt < TYPING_MS ? letters : '';
      letters = '';
      lastAt = -Infinity;
      return taken;
    },
  };
}
