import { describe, expect, test } from 'vitest';
import { groupCalls, type ShownItem } from '../../src/components/call-groups.ts';
import { createConversationIndex } from '../../src/components/conversation-index.ts';
import { createLineCache } from '../../src/components/conversation-lines.ts';
import { createTheme } from '../../src/components/theme.ts';
import type { Item } from '../../src/store/item.ts';

type Tool = Extract<Item, { kind: 'tool' }>;

const call = (id: number, change: Partial<Tool> = {}): Item => ({
  id,
  kind: 'tool',
  callId: `c${id}`,
  tool: { name: 'read_file', verb: 'read', subject: `file${id}.ts` },
  state: 'done',
  summary: '1–10 of 10',
  text: 'x',
  ...change,
});
const calls = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => call(from + n));
const kinds = (items: readonly ShownItem[]) =>
  items.map((item) => (item.kind === 'group' ? item.calls.length : item.id));

describe('equal calls', () => {
  test.each<[string, readonly Item[], readonly number[]]>([
    ['two stand alone', calls(1, 2), [1, 2]],
    ['three are one row', calls(1, 3), [3]],
    ['others keep them apart', [...calls(1, 3), { id: 4, kind: 'note', text: 'a' }, ...calls(5, 8)], [3, 4, 4]],
    ['one that runs is not among them', [...calls(1, 3), call(4, { state: 'running' })], [3, 4]],
    ['one that failed is not among them', [...calls(1, 3), call(4, { state: 'failed' }), ...calls(5, 7)], [3, 4, 3]],
    [
      'another tool begins anew',
      [...calls(1, 3), call(4, { tool: { name: 'bash', verb: 'ran', subject: 'ls' } })],
      [3, 4],
    ],
    [
      'edits stand alone',
      [1, 2, 3].map((id) => call(id, { tool: { name: 'edit_file', verb: 'edited', subject: 'a' } })),
      [1, 2, 3],
    ],
    ['opened, they follow their sum', [call(1, { spread: true }), ...calls(2, 3)], [3, 1, 2, 3]],
  ])('%s', (_, items, expected) => expect(kinds(groupCalls(items))).toEqual(expected));

  test('that stay what they were are the same group', () => {
    const known = new WeakMap();
    const items = calls(1, 4);
    const [before] = groupCalls(items, known);
    expect(groupCalls([...items, call(9, { state: 'running' })], known)[0]).toBe(before);
    expect(groupCalls([...items, call(9)], known)[0]).not.toBe(before);
  });
});

describe('in the conversation', () => {
  const index = (items: readonly Item[], apart = false) => {
    const made = createConversationIndex(createLineCache({ theme: createTheme({ colours: false }), markdown: null }));
    made.update(items, 60, { apart });
    return made;
  };
  const shown = (items: readonly Item[], apart?: boolean) =>
    index(items, apart)
      .lines(0, 100)
      .filter((line) => line !== '')
      .map((line) => line.replace(/\u001B\[\d+m/g, '').trimEnd());

  test('a group says of what, and of how many', () => {
    expect(shown(calls(1, 24))).toEqual(['   ▸ read        24 files  file1.ts, file2.ts, file3.ts, f…']);
    const same = calls(1, 3).map(
      (item) => ({ ...item, ...{ tool: { name: 'read_file', verb: 'read', subject: 'a' } } }) as Item,
    );
    expect(shown(same)).toEqual(['   ▸ read        a × 3']);
  });

  test('nothing is grouped while something is searched, so that all is found', () => {
    expect(shown(calls(1, 24), true)).toHaveLength(24);
  });

  test('a place within a group is the place of the group', () => {
    const items: readonly Item[] = [
      { id: 1, kind: 'note', text: 'a' },
      ...calls(2, 9),
      { id: 10, kind: 'note', text: 'b' },
    ];
    const made = index(items);
    const at = made.rangeOf(1.5)?.from;
    expect(at).toBe(3);
    expect(made.lineOf({ itemId: 5, line: 0 })).toBe(2);
  });
});
