import { describe, expect, test } from 'vitest';
import { append, emptyConversation, lengthen, replaceAt } from '../../src/store/items.ts';
import type { ConversationState } from '../../src/store/state.ts';

const limits = { items: 20, size: 1_000, text: 100 };
const fill = (count: number, text: string): ConversationState =>
  Array.from({ length: count }, () => text).reduce(
    (state, each) => append(state, { kind: 'note', text: each }, limits),
    emptyConversation,
  );

describe('the list of items', () => {
  test('drops the oldest when there are too many, and says so', () => {
    const { items } = fill(100, 'x');
    expect(items.length).toBeLessThanOrEqual(20);
    expect(items[0]).toMatchObject({ id: 0, kind: 'note' });
    expect(items.at(-1)?.id).toBe(100);
  });

  test('drops the oldest when they are too long together (FIELD B2)', () => {
    const state = fill(100, 'x'.repeat(90));
    expect(state.size).toBeLessThanOrEqual(1_000);
    expect(state.size).toBe(state.items.reduce((sum, item) => sum + (item.kind === 'note' ? item.text.length : 0), 0));
  });

  test('cuts a text that is too long, once', () => {
    const state = append(emptyConversation, { kind: 'prompt', text: 'x'.repeat(500) }, limits);
    const [item] = state.items;
    const text = item?.kind === 'prompt' ? item.text : '';
    expect(text).toMatch(/^x{100}\n\n… /);
    const again = replaceAt(state, 0, { kind: 'prompt', text }, limits);
    expect(again.items[0]).toMatchObject({ text });
  });

  test('a text at its bound grows no more', () => {
    expect(lengthen('x'.repeat(101), 'y', 100)).toBe('x'.repeat(101));
    expect(lengthen('x', 'y', 100)).toBe('xy');
  });
});
