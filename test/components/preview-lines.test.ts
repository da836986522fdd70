/** What of a call is in view without opening it. */
import { expect, test } from 'vitest';
import { renderItem } from '../../src/components/item-lines.ts';
import { createTheme } from '../../src/components/theme.ts';
import type { Item } from '../../src/store/item.ts';

type ToolItem = Extract<Item, { kind: 'tool' }>;

const place = { width: 80, theme: createTheme({ colours: false }), now: 0, renderText: () => [] };
const call: ToolItem = {
  id: 1,
  kind: 'tool',
  callId: 'c1',
  tool: { name: 'edit_file', verb: 'edited', subject: 'cart.js' },
  state: 'done',
  summary: '+1 −1',
};
const plain = (item: Item) => renderItem(item, place).map((line) => line.replace(/\x1b\[\d+m/g, '').trimEnd());

test('an edit shows its change, up to 20 lines of it, until it is closed', () => {
  const lines = Array.from({ length: 30 }, (_, n) => `+line ${n}`);
  const item = { ...call, change: { lines: ['@@ line 1 @@', ...lines], hidden: 0 } };
  expect(plain(item)).toHaveLength(22);
  expect(plain(item).at(1)).toMatch(/1 \+ line 0$/);
  expect(plain(item).at(-1)).toMatch(/\+ 10 more$/);
  expect(plain({ ...item, open: true })).toHaveLength(31);
  expect(plain({ ...item, open: false })).toHaveLength(1);
});

test('the words that differ within a line are bold, and only those', () => {
  const change = {
    lines: ['@@ line 5 @@', '-  sum += item.cents * count;', '+  sum += item.price * count;'],
    hidden: 0,
  };
  const text = renderItem({ ...call, change }, place).join('\n');
  expect(text).toContain('item.\x1b[1mcents\x1b[22m * count');
  expect(text).toContain('item.\x1b[1mprice\x1b[22m * count');
});

test('lines that have little in common are not compared by words', () => {
  const change = { lines: ['@@ line 5 @@', '-const a = 1;', '+return render(b, c)'], hidden: 0 };
  expect(renderItem({ ...call, change }, place).join('\n')).not.toContain('\x1b[1m');
});

test('a command that failed shows its last three lines', () => {
  const text = 'failed: exit 3 after 0.1 s\none\n\ntwo\nthree\nError: no such test\n';
  const item: Item = { ...call, tool: { name: 'bash', verb: 'ran', subject: 'npm test' }, endedBadly: true, text };
  expect(plain(item).map((line) => line.trim())).toEqual([
    expect.stringMatching(/^✗ ran +npm test/),
    '▏ two',
    '▏ three',
    '▏ Error: no such test',
  ]);
});
