/** A list to choose from by typing: the palette, the history. Its query stands in the place of the draft. */
import { createEditor, edit, type EditCommand, type Editor } from './editor.ts';
import { fuzzyMatches, orderedMatches, type Match } from './fuzzy.ts';
import { startOf } from '../background/cut.ts';

export interface Chooser {
  readonly kind: ChooserKind;
  readonly query: Editor;
  readonly items: readonly ChooserItem[];
  /** Those that the query means. */
  readonly matches: readonly Match<ChooserItem>[];
  /** Index into `matches`. */
  readonly selected: number;
}

export type ChooserKind = 'palette' | 'history' | 'model' | 'session' | 'leaving';

export interface ChooserItem {
  /** What is chosen by it; means something to whoever opened the list. */
  readonly value: string;
  /** One line; what is typed is looked for in it. */
  readonly label: string;
  readonly words?: string;
  /** The key that does the same. */
  readonly key?: string;
}

const LIMIT = 200;
const LONGEST_LABEL = 2_000;

/** `now`: the value of the item that counts already, where the choice begins. */
export function createChooser(kind: ChooserKind, items: readonly ChooserItem[], now?: string): Chooser {
  const chooser = matched({ kind, items, query: createEditor(), matches: [], selected: 0 });
  return {
    ...chooser,
    selected: Math.max(
      0,
      chooser.matches.findIndex(({ item }) => item.value === now),
    ),
  };
}

/** What was sent before, the newest first. */
export function historyItems(history: readonly string[]): readonly ChooserItem[] {
  const label = (text: string) => startOf(text, LONGEST_LABEL).replace(/\s+/g, ' ').trim();
  return [...new Set(history.toReversed())].map((value) => ({ value, label: label(value) }));
}

/** The same list with other items; what is typed stays. */
export function withItems(chooser: Chooser, items: readonly ChooserItem[]): Chooser {
  return matched({ ...chooser, items });
}

/** The query is one line. */
export function editChooser(chooser: Chooser, command: EditCommand): Chooser {
  const isText = command.type === 'insert' || command.type === 'paste';
  const query = edit(chooser.query, isText ? { type: 'insert', text: command.text.replace(/[\r\n]+/g, ' ') } : command);
  const next = { ...chooser, query };
  return query.text === chooser.query.text ? next : matched(next);
}

/** By so many rows; past an end it goes on at the other. */
export function moveChooser(chooser: Chooser, by: number): Chooser {
  const count = chooser.matches.length;
  return count === 0 ? chooser : { ...chooser, selected: (chooser.selected + by + count) % count };
}

export function chosenItem({ matches, selected }: Chooser): ChooserItem | undefined {
  return matches[selected]?.item;
}

function matched(chooser: Chooser): Chooser {
  const find = hasOrder(chooser.kind) ? orderedMatches : fuzzyMatches;
  return { ...chooser, matches: find(chooser.query.text.trim(), chooser.items, LIMIT), selected: 0 };
}

/** What was last comes first, whatever is typed. */
function hasOrder(kind: ChooserKind): boolean {
  return kind === 'history' || kind === 'session';
}
