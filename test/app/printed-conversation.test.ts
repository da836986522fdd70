import { expect, test } from 'vitest';
import { printedConversation } from '../../src/app/printed-conversation.ts';
import { createTheme } from '../../src/components/theme.ts';
import type { Item } from '../../src/store/item.ts';

const options = { columns: 80, theme: createTheme({ colours: false }), markdown: null, sessionId: '5e551011' };

test('a long conversation is printed by its last 200 lines, with where the rest is', () => {
  const text = Array.from({ length: 300 }, (_, line) => `line ${line}`).join('\n');
  const printed = printedConversation({ ...options, items: [{ id: 1, kind: 'prompt', text }] });
  expect(printed).toHaveLength(203);
  expect(printed[0]).toContain('meanwhile export 5e551011');
  expect(printed.at(-2)).toContain('line 299');
});

test('what is left on the screen can be copied without blanks at the ends of its lines', () => {
  const items: readonly Item[] = [{ id: 1, kind: 'assistant', text: 'one\n\ntwo', streaming: false }];
  const printed = printedConversation({ ...options, items });
  expect(printed.join('\n')).toMatch(/one\n\n +two/);
  expect(printed.filter((line) => /\s$/.test(line))).toEqual([]);
});

test('of a session in which nothing was said nothing is printed', () => {
  const items: readonly Item[] = [{ id: 1, kind: 'note', text: 'Without a key.' }];
  expect(printedConversation({ ...options, items })).toEqual([]);
});
