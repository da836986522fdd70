/** The conversation as lines: each item is wrapped once for a width and kept as long as the item is. */
import type { ShownItem } from './call-groups.ts';
import type { Highlighter } from './highlight.ts';
import { renderItem, runningSeconds } from './item-lines.ts';
import type { ItemPlace } from './item-lines.ts';
import { plainLine } from './highlight-spans.ts';
import type { Place } from './markdown-blocks.ts';
import { createMarkdownStream } from './markdown-stream.ts';
import type { MarkdownStream } from './markdown-stream.ts';
import { renderMarkdown } from './markdown.ts';
import type { MarkdownLexer } from './markdown-lexer.ts';
import type { Theme } from './theme.ts';

export interface LineCache {
  /** The lines of an item in a pane of `width` columns; the same array until one of them changes. */
  lines(item: ShownItem, width: number): readonly string[];
}

export interface LineCacheOptions {
  readonly theme: Theme;
  /** `null` until it is loaded; then a new cache is needed. */
  readonly markdown: MarkdownLexer | null;
  readonly highlighter?: Highlighter;
  /** Without it, no call is shown with how long it runs. */
  readonly now?: () => number;
}

interface Known {
  readonly width: number;
  readonly lines: readonly string[];
  /** The highlighter's version at which better ones may be had; `null` when these are final. */
  readonly from: number | null;
  /** That a call runs, as they say. */
  readonly seconds: number;
}

export function createLineCache({ theme, markdown, highlighter, now = () => 0 }: LineCacheOptions): LineCache {
  const known = new WeakMap<ShownItem, Known>();
  let streaming: (StreamPlace & { readonly stream: MarkdownStream }) | null = null;
  let later = false;

  const version = (): number => highlighter?.version() ?? 0;

  const highlight: Place['highlight'] = (code, language) => {
    const answer = highlighter?.highlight(code, language);
    later ||= answer?.later === true;
    return answer?.lines ?? code.split('\n').map(plainLine);
  };

  const renderText: ItemPlace['renderText'] = (item, width) => {
    const options = { width, theme, markdown, highlight };
    if (!item.streaming) return renderMarkdown(item.text, options);
    const place = { id: item.id, width, version: version() };
    if (streaming === null || !isSame(streaming, place)) {
      streaming = { ...place, stream: createMarkdownStream(options) };
    }
    return streaming.stream.update(item.text);
  };

  return {
    lines(item, width) {
      const found = known.get(item);
      const at = now();
      const seconds = runningSeconds(item, at);
      const isFinal = found?.from === null || found?.from === version();
      if (found?.width === width && isFinal && found.seconds === seconds) return found.lines;
      const from = version();
      later = false;
      const lines = renderItem(item, { width, theme, now: at, renderText });
      known.set(item, { width, lines, from: later ? from : null, seconds });
      return lines;
    },
  };
}

interface StreamPlace {
  readonly id: number;
  readonly width: number;
  /** What is settled was drawn with the colours that there were then. */
  readonly version: number;
}

function isSame(one: StreamPlace, other: StreamPlace): boolean {
  return one.id === other.id && one.width === other.width && one.version === other.version;
}
