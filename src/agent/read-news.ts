import type { News } from '../background/outbox.ts';
import type { RanTool } from './loop.ts';
import type { NoticeItem } from './notice.ts';

/**
 * Whether the result of a tool has told the model some news already: it shows that task's output as far, and has every
 * line of it. Of an end the tool itself says that it told it.
 */
export function isRead(news: News, results: readonly RanTool[]): boolean {
  const lines = linesOf(news);
  if (lines === undefined) return false;
  return results.some(
    ({ result, read = [] }) =>
      read.some(({ taskId, upTo }) => taskId === news.task.id && upTo >= placeOf(news)) &&
      lines.every((line) => result.text.includes(line)),
  );
}

/** Whether a line that was watched for is shown by the end of its task beside it, which quotes it or the whole log. */
export function isShownByEnd(news: News, beside: readonly NoticeItem[]): boolean {
  if (news.kind !== 'matched') return false;
  const { patterns, skipped } = news.matched;
  if (skipped > 0 || patterns.some(({ tooSlow }) => tooSlow)) return false;
  const end = beside.find((item) => item.news.kind === 'ended' && item.news.task.id === news.task.id);
  if (end === undefined) return false;
  const { digest, quoted = [] } = end;
  const [[first] = [], ...others] = quoted;
  const isWhole = first === 0 && others.length === 0;
  return patterns.every(({ lines, more }) => (more === 0 || isWhole) && lines.every((line) => digest.includes(line)));
}

/** Nothing when it has more to say than lines. */
function linesOf(news: News): readonly string[] | undefined {
  switch (news.kind) {
    case 'ended':
      return undefined;
    case 'asks':
      return [news.task.asks.line];
    case 'matched': {
      const { patterns, skipped } = news.matched;
      const isMore = skipped > 0 || patterns.some(({ more, tooSlow }) => more > 0 || tooSlow);
      return isMore ? undefined : patterns.flatMap(({ lines }) => lines);
    }
    default:
      return news satisfies never;
  }
}

function placeOf(news: News): number {
  if (news.kind === 'ended') return Infinity;
  return news.kind === 'asks' ? news.task.asks.size : news.matched.upTo;
}
