/** Calls of the same kind that follow each other and ended well, as one row that opens. */
import type { Item } from '../store/item.ts';
import { groupIdOf } from '../store/item.ts';

type ToolItem = Extract<Item, { readonly kind: 'tool' }>;

/** Stands before its calls: they follow it as rows of their own while it is open. */
export interface CallGroup {
  readonly kind: 'group';
  /** Between the ids of its first call and of what is before that. */
  readonly id: number;
  readonly calls: readonly ToolItem[];
  readonly open: boolean;
}

/** What has rows of its own in the conversation. */
export type ShownItem = Item | CallGroup;

/** From so many on. */
const FEWEST = 3;

/** What calls that may be grouped are about, by the name of the tool. What changes something stands for itself. */
export const GROUPED: { readonly [tool: string]: string | undefined } = {
  background_run: 'command',
  check_background: 'task',
  find_files: 'pattern',
  list_directory: 'folder',
  read_file: 'file',
  search_files: 'pattern',
  web_fetch: 'page',
};

/** `known` keeps groups by their last call, so that one that stays what it was is the same object. */
export function groupCalls(items: readonly Item[], known = new WeakMap<Item, CallGroup>()): readonly ShownItem[] {
  const shown: ShownItem[] = [];
  for (let index = 0; index < items.length;) {
    const calls = runFrom(items, index);
    const first = calls[0];
    if (first === undefined || calls.length < FEWEST) {
      shown.push(...items.slice(index, index + Math.max(1, calls.length)));
    } else {
      const group = groupOf(calls, first, known);
      shown.push(group, ...(group.open ? calls : []));
    }
    index += Math.max(1, calls.length);
  }
  return shown;
}

function runFrom(items: readonly Item[], from: number): readonly ToolItem[] {
  const calls: ToolItem[] = [];
  for (let index = from; index < items.length; index++) {
    const item = items[index];
    if (item?.kind !== 'tool' || !isPlain(item) || !isLike(item, calls[0] ?? item)) break;
    calls.push(item);
  }
  return calls;
}

function isPlain({ state, endedBadly, change, tool }: ToolItem): boolean {
  return state === 'done' && endedBadly !== true && change === undefined && GROUPED[tool.name] !== undefined;
}

function isLike(one: ToolItem, other: ToolItem): boolean {
  return one.tool.name === other.tool.name && one.tool.verb === other.tool.verb;
}

function groupOf(calls: readonly ToolItem[], first: ToolItem, known: WeakMap<Item, CallGroup>): CallGroup {
  const last = calls.at(-1) ?? first;
  const found = known.get(last);
  if (found?.calls.length === calls.length && found.calls.every((call, index) => call === calls[index])) return found;
  const group: CallGroup = { kind: 'group', id: groupIdOf(first.id), calls, open: first.spread === true };
  known.set(last, group);
  return group;
}
