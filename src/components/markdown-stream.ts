/**
 * Markdown that is still being written. Blocks that can no longer change are drawn once; an update draws only what
 * comes after them.
 */
import type { MarkedToken } from 'marked';
import { cleanText } from '../background/clean-text.ts';
import { renderBlocks } from './markdown-blocks.ts';
import { renderMarkdown } from './markdown.ts';
import type { MarkdownOptions } from './markdown.ts';

export interface MarkdownStream {
  /**
   * The lines of the whole text so far: exactly those of `renderMarkdown(withoutPartialMark(text))` for a clean text. Cheap when the
   * text goes on from the last one, right also when it does not.
   */
  update(text: string): readonly string[];
}

export function createMarkdownStream(options: MarkdownOptions): MarkdownStream {
  const { markdown } = options;
  let settled: Settled = NOTHING;

  return {
    update(text) {
      const source = withoutPartialMark(cleanText(text));
      if (markdown === null || DEFINITION.test(source)) return renderMarkdown(source, options);
      if (!source.startsWith(settled.source)) settled = NOTHING;
      try {
        const tokens = markdown(source.slice(settled.source.length));
        const final = countFinal(tokens);
        settled = join(settled, tokens.slice(0, final), options);
        return join(settled, tokens.slice(final), options).lines;
      } catch {
        return renderMarkdown(source, options);
      }
    },
  };
}

/**
 * The text without a last line that may still become several things (`-` a list, a rule or a heading above it), so
 * that nothing is drawn as one and redrawn as the other.
 */
export function withoutPartialMark(text: string): string {
  return text.replace(/(?:^|\n)[ \t]*(?:[-=*+_>]+|#{1,6}|\d{1,9}[.)]?|`{1,2}|~{1,2})[ \t]*$/, '');
}

interface Settled {
  readonly source: string;
  readonly lines: readonly string[];
}

const NOTHING: Settled = { source: '', lines: [] };

/** `[name]: address` gives a meaning to `[name]` anywhere in the text, also before it. */
const DEFINITION = /^[ \t>*+-]*\[[^\]\n]+\]:/m;

function join(settled: Settled, tokens: readonly MarkedToken[], options: MarkdownOptions): Settled {
  const lines = renderBlocks(tokens, options);
  const gap = settled.lines.length > 0 && lines.length > 0 ? [''] : [];
  return {
    source: settled.source + tokens.map((token) => token.raw).join(''),
    lines: lines.length === 0 ? settled.lines : [...settled.lines, ...gap, ...lines],
  };
}

/**
 * How many blocks from the start no continuation can change: those before a blank line that is followed by a whole
 * line at the margin.
 */
function countFinal(tokens: readonly MarkedToken[]): number {
  let follows = '';
  for (let index = tokens.length - 1; index > 0; index--) {
    follows = (tokens[index]?.raw ?? '') + follows;
    const before = tokens[index - 1]?.raw ?? '';
    if (/^\S[^\n]*\n/.test(follows) && /\n[ \t]*\n$/.test(before)) return index;
  }
  return 0;
}
