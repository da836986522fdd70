/** A prompt with one character of the private use area in place of each quoted part, so that no pattern looks inside. */
export interface Lifted {
  readonly text: string;
  /** The quoted part that a placeholder stands for. */
  inner(placeholder: string): string;
  /** The text as the human wrote it. */
  restore(text: string): string;
}

/** Matches one placeholder. */
export const QUOTE = /[\uE000-\uF8FF]/;

/** The placeholders in a text, in order. */
export function quotesIn(text: string): readonly string[] {
  return text.match(new RegExp(QUOTE, 'g')) ?? [];
}

/** Lifts what stands in straight or curly quotes, guillemets or backticks. An apostrophe inside a word is no quote. */
export function liftQuotes(prompt: string): Lifted {
  const quotes: { readonly raw: string; readonly inner: string }[] = [];
  const source = prompt.normalize('NFC').replace(new RegExp(QUOTE, 'g'), '');
  let text = '';
  for (let at = 0; at < source.length; at++) {
    const end = quotes.length < MOST ? endOfQuote(source, at) : undefined;
    if (end === undefined) {
      text += source.charAt(at);
      continue;
    }
    const raw = source.slice(at, end + 1);
    quotes.push({ raw, inner: innerOf(raw) });
    text += String.fromCharCode(FIRST + quotes.length - 1);
    at = end;
  }
  const find = (placeholder: string) => quotes[placeholder.charCodeAt(0) - FIRST];
  return {
    text,
    inner: (placeholder) => find(placeholder)?.inner ?? '',
    restore: (some) => some.replace(new RegExp(QUOTE, 'g'), (placeholder) => find(placeholder)?.raw ?? ''),
  };
}

const FIRST = 0xe000;
const MOST = 1_000;

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '„': '“',
  '«': '»',
  '‘': '’',
};

function endOfQuote(text: string, start: number): number | undefined {
  const open = text.charAt(start);
  const close = CLOSING[open];
  if (close === undefined) return undefined;
  if (close !== open) return found(text.indexOf(close, start + 1));
  return /[\s(:,;=]|^$/.test(text.charAt(start - 1)) ? endOfStraight(text, start) : undefined;
}

/**
 * A straight quote closes before white space, punctuation or the end, and when the quotes inside are in pairs, so
 * that `"echo "hi" && ls"` is one; without such a place, the first that would close.
 */
function endOfStraight(text: string, start: number): number | undefined {
  const close = text.charAt(start);
  let first: number | undefined;
  let inside = 0;
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === '\\' && close === '"') at++;
    else if (text.charAt(at) === close) {
      if (/^(?:[\s.,;:!?)\]]|$)/.test(text.slice(at + 1, at + 2))) {
        if (inside % 2 === 0 || close !== '"') return at;
        first ??= at;
      }
      inside++;
    }
  }
  return first;
}

function innerOf(raw: string): string {
  const inner = raw.slice(1, -1).trim();
  return raw.startsWith('"') ? inner.replaceAll('\\"', '"') : inner;
}

function found(index: number): number | undefined {
  return index === -1 ? undefined : index;
}
