/** The conversation as lines: each item is wrapped once for a width and kept as long as the item is. */
import type { Item } from '../store/state.ts';
import { renderItem } from './item-lines.ts';
import type { ItemPlace } from './item-lines.ts';
import { createMarkdownStream } from './markdown-stream.ts';
import type { MarkdownStream } from './markdown-stream.ts';
import { renderMarkdown } from './markdown.ts';
import type { MarkdownLexer } from './markdown.ts';
import type { Theme } from './theme.ts';

export interface LineCache {
  /** The lines of an item in a pane of `width` columns; the same array until one of them changes. */
  lines(item: Item, width: number): readonly string[];
}

export interface LineCacheOptions {
  readonly theme: Theme;
  /** `null` until it is loaded; then a new cache is needed. */
  readonly markdown: MarkdownLexer | null;
}

export function createLineCache({ theme, markdown }: LineCacheOptions): LineCache {
  const known = new WeakMap<Item, { readonly width: number; readonly lines: readonly string[] }>();
  let streaming: { readonly id: number; readonly width: number; readonly stream: MarkdownStream } | null = null;

  const renderText: ItemPlace['renderText'] = (item, width) => {
    if (!item.streaming) return renderMarkdown(item.text, { width, theme, markdown });
    if (streaming?.id !== item.id || streaming.width !== width) {
      streaming = { id: item.id, width, stream: createMarkdownStream({ width, theme, markdown }) };
    }
    return streaming.stream.update(item.text);
  };

  return {
    lines(item, width) {
      const found = known.get(item);
      if (found?.width === width) return found.lines;
      const lines = renderItem(item, { width, theme, renderText });
      known.set(item, { width, lines });
      return lines;
    },
  };
}
