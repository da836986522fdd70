import type { News } from '../background/outbox.ts';

/**
 * Whether a tool's result has already told the model some news: it is about that task and has every line of it. Of an
 * end the tool itself says that it told it.
 */
export function isReadIn(text: string, news: News): boolean {
  switch (news.kind) {
    case 'ended':
      return false;
    case 'asks':
      return text.includes(news.task.id) && text.includes(news.task.asks.line);
    case 'matched': {
      const { patterns, skipped } = news.matched;
      const isPartial = skipped > 0 || patterns.some(({ more, tooSlow }) => more > 0 || tooSlow);
      return (
        !isPartial &&
        text.includes(news.task.id) &&
        patterns.every(({ lines }) => lines.every((line) => text.includes(line)))
      );
    }
    default:
      return news satisfies never;
  }
}
