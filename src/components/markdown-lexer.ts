/** Markdown taken apart, in a time that grows with its length: the text is a model's, and may quote anybody's. */
import { Marked, type MarkedExtension, type MarkedToken } from 'marked';

export type MarkdownLexer = (text: string) => readonly MarkedToken[];

export function createMarkdownLexer(): MarkdownLexer {
  const marked = new Marked({ gfm: true }, boundedMarkdown());
  return (text) => marked.lexer(text) as MarkedToken[];
}

/** More runs of `*` and `_` in one paragraph than people write: the parser compares each with all that follow. */
const MOST_MARKS = 300;

/** Characters without a blank: a longer word is neither an address nor emphasised. */
const LONGEST_WORD = 2_000;

/**
 * What makes the parser leave out what takes more than linear time: 80 kB of `**a_` took two minutes. Such marks and
 * addresses stay the text that they were written as.
 */
export function boundedMarkdown(): MarkedExtension {
  let last: { readonly text: string; readonly isCostly: boolean } = { text: '', isCostly: false };

  function hasTooManyMarks(text: string): boolean {
    if (last.text !== text) last = { text, isCostly: (text.match(/[*_]+/g)?.length ?? 0) > MOST_MARKS };
    return last.isCostly;
  }

  return {
    tokenizer: {
      emStrong: (_, masked) => (hasTooManyMarks(masked) ? undefined : false),
      url: (source) => (LONG_WORD.test(source) ? undefined : false),
      inlineText(source) {
        if (!LONG_WORD.test(source)) return false;
        const [raw = ''] = PLAIN.exec(source) ?? [];
        return { type: 'text', raw, text: raw, escaped: false };
      },
    },
  };
}

const LONG_WORD = new RegExp(`^\\S{${LONGEST_WORD}}`);
/** Up to where something else than an address or emphasis may begin. */
const PLAIN = /^[^][^\s\\<![`]*/;
