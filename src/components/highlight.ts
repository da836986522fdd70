/**
 * Code with colours. Nothing here waits: code is answered plain until its language is loaded, and when there is too
 * much of it for one moment; whoever listens is told when asking again gives more. How many lines code has, and how
 * long they are, never depends on it.
 *
 * The only file that knows highlight.js. It is loaded with the first block of code, a language with its first block.
 */
import type { HLJSApi } from 'highlight.js';
import { LANGUAGES, languageOf } from './highlight-languages.ts';
import { plainLine, readSpans, type CodeLine } from './highlight-spans.ts';

export interface Highlighter {
  /** The lines of a text as spans; `later`: they will be more colourful after the next change. */
  highlight(code: string, language: string): { readonly lines: readonly CodeLine[]; readonly later: boolean };
  /** Grows when what was answered `later` is worth asking for again. */
  version(): number;
  subscribe(listener: () => void): () => void;
}

/** Longer code stays plain: about 15 ms of work. Characters. */
const LONGEST = 20_000;
/** What is done in one moment, before keys and frames have their turn. Characters. */
const AT_ONCE = 20_000;
/** Code that is being written is done anew at every update up to this length, longer one when it has grown enough. */
const ALWAYS_ANEW = 3_000;
/** What is remembered. Characters. */
const REMEMBERED = 1_000_000;
/** Code that has not grown for this many milliseconds is done to its end. */
const REST_MS = 250;

interface Known {
  readonly code: string;
  readonly language: string;
  readonly lines: readonly CodeLine[];
}

export function createHighlighter(): Highlighter {
  const listeners = new Set<() => void>();
  const wanted = new Set<string>();
  const known = new Map<string, Known>();
  let core: HLJSApi | null = null;
  let loadingCore: Promise<HLJSApi> | undefined;
  let size = 0;
  let version = 0;
  let budget = AT_ONCE;
  let refill: NodeJS.Timeout | undefined;
  /** The newest, which the next one may go on from. */
  let last: Known | null = null;
  let rest: NodeJS.Timeout | undefined;

  function changed(): void {
    version += 1;
    for (const listener of listeners) listener();
  }

  function want(language: string): void {
    if (wanted.has(language)) return;
    wanted.add(language);
    loadingCore ??= import('highlight.js/lib/core').then((module) => module.default);
    Promise.all([loadingCore, LANGUAGES[language]?.()]).then(
      ([api, grammar]) => {
        if (grammar === undefined) return;
        core = api;
        api.registerLanguage(language, grammar.default);
        changed();
      },
      // Without colours it is as readable.
      () => undefined,
    );
  }

  /** Takes from what may be done now; the rest has its turn after what else waits. */
  function afford(characters: number): boolean {
    if (budget >= characters) {
      refill ??= setTimeout(() => {
        refill = undefined;
        const short = budget < 0;
        budget = AT_ONCE;
        if (short) changed();
      }, 0).unref();
      budget -= characters;
      return true;
    }
    budget = -1;
    return false;
  }

  function finishSoon(): void {
    clearTimeout(rest);
    rest = setTimeout(() => {
      last = null;
      changed();
    }, REST_MS).unref();
  }

  function remember(entry: Known): void {
    known.set(keyOf(entry), entry);
    size += entry.code.length;
    for (const [key, { code }] of known) {
      if (size <= REMEMBERED) break;
      known.delete(key);
      size -= code.length;
    }
  }

  /** The lines of its beginning, when that was done already, and the rest as plain text. */
  function goneOn(code: string, language: string): readonly CodeLine[] | null {
    if (last === null || last.language !== language || !code.startsWith(last.code)) return null;
    const done = last.lines.slice(0, -1);
    return [...done, ...code.split('\n').slice(done.length).map(plainLine)];
  }

  return {
    highlight(code, name) {
      const plain = () => code.split('\n').map(plainLine);
      const language = languageOf(name);
      if (language === undefined || code.length > LONGEST) return { lines: plain(), later: false };
      const found = known.get(keyOf({ language, code }));
      if (found !== undefined) return { lines: found.lines, later: false };
      if (core?.getLanguage(language) === undefined) {
        want(language);
        return { lines: plain(), later: true };
      }
      const before = goneOn(code, language);
      if (before !== null && code.length > ALWAYS_ANEW && code.length < (last?.code.length ?? 0) * 1.1) {
        finishSoon();
        return { lines: before, later: true };
      }
      if (!afford(code.length)) return { lines: before ?? plain(), later: true };
      const lines = readSpans(core.highlight(code, { language, ignoreIllegals: true }).value);
      last = { code, language, lines };
      if (lines.map(textOf).join('\n') !== code) return { lines: plain(), later: false };
      remember(last);
      return { lines, later: false };
    },
    version: () => version,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function keyOf({ language, code }: Pick<Known, 'language' | 'code'>): string {
  return `${language}\n${code}`;
}

function textOf(line: CodeLine): string {
  return line.map(({ text }) => text).join('');
}
