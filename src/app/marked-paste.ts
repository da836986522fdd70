/** A paste between its marks, gathered in time that is linear in its length, wherever its end is torn. */
import { PASTE_END } from './input-sequence.ts';

export interface MarkedPaste {
  /** Takes more of it. Answers what follows its end; `null` while there is none. */
  push(chunk: string): string | null;
  /** Hands over what was gathered, and keeps what may be the beginning of the end. */
  take(): string;
}

export function createMarkedPaste(): MarkedPaste {
  let parts: string[] = [];
  let tail = '';

  return {
    push(chunk) {
      const seen = tail + chunk;
      const end = seen.indexOf(PASTE_END);
      const until = end === -1 ? Math.max(0, seen.length - PASTE_END.length + 1) : end;
      parts.push(seen.slice(0, until));
      tail = end === -1 ? seen.slice(until) : '';
      return end === -1 ? null : seen.slice(end + PASTE_END.length);
    },
    take() {
      const mark = tail.lastIndexOf('\u001B');
      const isBegun = mark !== -1 && PASTE_END.startsWith(tail.slice(mark));
      const text = parts.join('') + (isBegun ? tail.slice(0, mark) : tail);
      parts = [];
      tail = isBegun ? tail.slice(mark) : '';
      return text;
    },
  };
}
