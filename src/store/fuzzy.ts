/** Which of many lines are meant by a few letters. */
import fuzzysort from 'fuzzysort';

export interface Match<Item> {
  readonly item: Item;
  /** Where the letters stand in the label. */
  readonly marks: readonly number[];
}

interface Labelled {
  readonly label: string;
}

/** The best first, at most `limit`; without a query all in their order. */
export function fuzzyMatches<Item extends Labelled>(
  query: string,
  items: readonly Item[],
  limit: number,
): readonly Match<Item>[] {
  if (query === '') return items.slice(0, limit).map((item) => ({ item, marks: [] }));
  return fuzzysort
    .go(query, items, { key: 'label', limit, threshold: LEAST_SCORE })
    .map(({ obj, indexes }) => ({ item: obj, marks: [...indexes] }));
}

/** The same for what has an order of its own, such as the history: those that hold the query as it stands, in order. */
export function orderedMatches<Item extends Labelled>(
  query: string,
  items: readonly Item[],
  limit: number,
): readonly Match<Item>[] {
  const wanted = query.toLowerCase();
  const found: Match<Item>[] = [];
  for (const item of items) {
    if (found.length === limit) break;
    const at = item.label.toLowerCase().indexOf(wanted);
    if (at !== -1) found.push({ item, marks: Array.from({ length: wanted.length }, (_, index) => at + index) });
  }
  return found.length > 0 ? found : fuzzyMatches(query, items, limit);
}

const LEAST_SCORE = 0.2;
