import { expect, test } from 'vitest';
import type { UserBlock } from '../../src/agent/messages.ts';
import { isQuoted, withQuoted } from '../../src/store/quoted-lines.ts';

const result = { kind: 'tool-result', callId: 'a', text: '', isError: false, summary: '' } as const;

test('lines that were shown to the model are known by task, however they were shown', () => {
  const blocks: readonly UserBlock[] = [
    { kind: 'prompt', text: 'hello' },
    { ...result, taskId: 'one', quoted: [[10, 20]] },
    { ...result, taskId: 'other' },
    {
      kind: 'notice',
      text: '',
      tasks: [
        {
          id: 'one',
          line: '',
          quoted: [
            [1, 3],
            [20, 22],
          ],
        },
      ],
    },
    { kind: 'shell', command: 'ls', text: '', taskId: 'two', quoted: [[1, 1]] },
  ];
  const quoted = withQuoted({ one: [[3, 5]] }, blocks);
  expect(quoted).toEqual({
    one: [
      [1, 5],
      [10, 22],
    ],
    two: [[1, 1]],
  });
  expect([1, 5, 6, 9, 10, 22, 23].filter((line) => isQuoted(quoted['one'] ?? [], line))).toEqual([1, 5, 10, 22]);
});

test('a message that shows nothing changes nothing', () => {
  const quoted = { one: [[1, 2]] as const };
  expect(withQuoted(quoted, [{ kind: 'prompt', text: 'hello' }])).toBe(quoted);
});
