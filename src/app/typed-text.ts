/**
 * Tells typed text from pasted text that has no marks: GNU screen, consoles and `tmux paste-buffer` send none. A paste
 * is a line break with text or another one behind it, or a tab before text, in one read or in reads that follow each
 * other faster than anybody types. So keys that do something wait a moment for what may follow: Enter and Tab right
 * behind text, and each key that `deliberate` names.
 */
import type { InputEvent } from './input-reader.ts';

export interface TypedText {
  /** `whole`: the read held nothing else. */
  take(text: string, read: { readonly at: number; readonly whole: boolean }): readonly InputEvent[];
  /** Takes text of which it is known that it was pasted. */
  paste(text: string, at: number): void;
  /** A key that is no text: answers what comes before it, and whether it came alone. */
  key(read: { readonly at: number; readonly whole: boolean }): {
    readonly before: readonly InputEvent[];
    readonly alone: boolean;
  };
  /** When `flush` is due; `null` while nothing waits. */
  due(): number | null;
  flush(): readonly InputEvent[];
}

/** Reads that follow within so many milliseconds belong together: a paste in pieces, no typing. */
const GATHER_MS = 30;

export function createTypedText(deliberate: (key: string) => boolean): TypedText {
  let waiting: {
    readonly text: string;
    readonly pasted: boolean;
    readonly alone: boolean;
    readonly due: number;
  } | null = null;
  let lastAt = -Infinity;

  function take(text: string, { at, whole }: { readonly at: number; readonly whole: boolean }): readonly InputEvent[] {
    const near = at - lastAt < GATHER_MS;
    lastAt = at;
    const due = at + GATHER_MS;
    const one = isOneKey(text);
    if (waiting !== null) {
      if (whole && one && /^(?![\t\n\r])[\0-\u001F\u007F]/.test(text)) return [...flush(), typed(text, false)];
      const all = waiting.text + text;
      waiting = { text: all, pasted: waiting.pasted || looksPasted(all), alone: false, due };
      return [];
    }
    const alone = whole && one && !near;
    if (looksPasted(text)) waiting = { text, pasted: true, alone: false, due };
    else if (one && deliberate(text)) waiting = { text, pasted: false, alone, due };
    else return untilLastKey(text, { near, alone, due });
    return [];
  }

  /** Enter and Tab right behind text wait. */
  function untilLastKey(
    text: string,
    { near, alone, due }: { readonly near: boolean; readonly alone: boolean; readonly due: number },
  ): readonly InputEvent[] {
    const last = /(?:\r\n?|\t[^\0-\u001F\u007F]?)$/u.exec(text);
    if (last === null || (last.index === 0 && isOneKey(last[0]) && !near)) return [typed(text, alone)];
    waiting = { text: last[0], pasted: false, alone: false, due };
    return last.index === 0 ? [] : [typed(text.slice(0, last.index), false)];
  }

  function flush(): readonly InputEvent[] {
    if (waiting === null) return [];
    const { text, pasted, alone } = waiting;
    waiting = null;
    return [pasted ? { kind: 'paste', text } : typed(text, alone)];
  }

  return {
    take,
    flush,
    paste(text, at) {
      lastAt = at;
      waiting = { text: (waiting?.text ?? '') + text, pasted: true, alone: false, due: at + GATHER_MS };
    },
    key({ at, whole }) {
      const alone = whole && at - lastAt >= GATHER_MS;
      lastAt = at;
      if (waiting !== null) waiting = { ...waiting, alone: false };
      return { before: flush(), alone };
    },
    due: () => waiting?.due ?? null,
  };
}

function typed(bytes: string, alone: boolean): InputEvent {
  return { kind: 'keys', bytes, alone };
}

function isOneKey(text: string): boolean {
  return text === '\r\n' || (text.length <= 2 && [...text].length === 1);
}

const LINES = /(?:\r\n|\r(?!\n)|\n)[\0-\t\v\f\u000E-\u001F\u007F]*[^\0-\t\v\f\u000E-\u001F\u007F]/;
const TAB_IN_TEXT = /\t[^\0-\u001F\u007F]{2}/u;

function looksPasted(text: string): boolean {
  return LINES.test(text) || TAB_IN_TEXT.test(text);
}
