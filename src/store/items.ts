/**
 * The bounded list of items: append, replace, drop. What it holds has a bound: one text, the number of items, their
 * characters together; the oldest go first, and a note in their place says so.
 */
import type { Item, ItemContent } from './item.ts';
import type { ConversationState } from './state.ts';
import { startOf } from '../background/cut.ts';

export interface ConversationLimits {
  readonly items: number;
  /** Characters in all items together. */
  readonly size: number;
  /** Characters in one text. */
  readonly text: number;
}

export const conversationLimits: ConversationLimits = { items: 5_000, size: 10_000_000, text: 400_000 };

export const emptyConversation: ConversationState = {
  items: [],
  nextId: 1,
  size: 0,
  streamed: [],
  grows: false,
  turn: null,
};

/** Id of the note that stands for what was dropped; items proper count from 1. */
const DROPPED_ID = 0;
const CUT = '\n\n… the rest is too long to be shown here …';

/** Adds an item at the end; its text is cut to its bound, and the oldest items leave when the list is full. */
export function append(
  state: ConversationState,
  content: ItemContent,
  limits: ConversationLimits = conversationLimits,
): ConversationState {
  const item: Item = { id: state.nextId, ...bounded(content, limits.text) };
  const items = [...state.items, item];
  return dropOldest({ ...state, items, nextId: state.nextId + 1, size: state.size + sizeOf(item) }, limits);
}

/** Replaces the item at `index` by one with the same id. */
export function replaceAt(
  state: ConversationState,
  index: number,
  content: ItemContent,
  limits: ConversationLimits = conversationLimits,
): ConversationState {
  const before = state.items[index];
  if (before === undefined) return state;
  const item: Item = { id: before.id, ...bounded(content, limits.text) };
  const size = state.size - sizeOf(before) + sizeOf(item);
  return dropOldest({ ...state, items: state.items.with(index, item), size }, limits);
}

/** Adds to a text, up to its bound. */
export function lengthen(text: string, more: string, limit = conversationLimits.text): string {
  return text.length > limit ? text : text + more;
}

/** Removes the items for which `gone` is true. */
export function remove(state: ConversationState, gone: (item: Item) => boolean): ConversationState {
  const items = state.items.filter((item) => !gone(item));
  if (items.length === state.items.length) return state;
  return { ...state, items, size: items.reduce((sum, item) => sum + sizeOf(item), 0) };
}

function dropOldest(state: ConversationState, limits: ConversationLimits): ConversationState {
  if (state.items.length <= limits.items && state.size <= limits.size) return state;
  // A tenth at a time, so that a full list is not copied anew for every item.
  let index = 0;
  let size = state.size;
  while (
    index < state.items.length - 1 &&
    (state.items.length - index >= limits.items * 0.9 || size > limits.size * 0.9)
  ) {
    size -= sizeOf(state.items[index]!);
    index += 1;
  }
  const note: Item = { id: DROPPED_ID, kind: 'note', text: 'Earlier messages are not shown.' };
  return { ...state, items: [note, ...state.items.slice(index)], size: size + sizeOf(note) };
}

function bounded(content: ItemContent, limit: number): ItemContent {
  switch (content.kind) {
    case 'prompt':
    case 'assistant':
    case 'thinking':
    case 'note':
    case 'problem':
      return content.text.length <= limit ? content : { ...content, text: cut(content.text, limit) };
    case 'shell':
      return content.output.length <= limit ? content : { ...content, output: cut(content.output, limit) };
    case 'tool':
    case 'notice':
    case 'turn':
      return content;
    default:
      return content satisfies never;
  }
}

/** A text that was cut is as long as the bound and the mark; it is not cut again. */
function cut(text: string, limit: number): string {
  return text.endsWith(CUT) && text.length <= limit + CUT.length ? text : startOf(text, limit) + CUT;
}

function sizeOf(item: Item): number {
  switch (item.kind) {
    case 'prompt':
    case 'assistant':
    case 'thinking':
    case 'note':
    case 'problem':
      return item.text.length;
    case 'shell':
      return item.command.length + item.output.length;
    case 'turn':
      return 0;
    case 'tool':
      return toolSize(item);
    case 'notice':
      return item.tasks.reduce((sum, task) => sum + task.line.length, 0);
    default:
      return item satisfies never;
  }
}

function toolSize({ tool, summary, text = '', change }: Extract<ItemContent, { kind: 'tool' }>): number {
  const lines = change?.lines ?? [];
  const changed = lines.reduce((sum, line) => sum + line.length, 0);
  return tool.subject.length + (tool.command?.length ?? 0) + summary.length + text.length + changed;
}
