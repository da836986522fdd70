import { expect, test } from 'vitest';
import { awaitsAnswer, requestMessages } from '../../src/agent/history.ts';
import type { Message } from '../../src/agent/messages.ts';

const result = { kind: 'tool-result', callId: 'c1', text: 'ok', isError: false, summary: '' } as const;
const prompt = (text: string) => ({ kind: 'prompt', text }) as const;
const said = { role: 'assistant', blocks: [{ kind: 'text', text: 'Done.' }] } as const satisfies Message;

test('a request alternates between the roles and puts tool results first, whatever was interrupted', () => {
  const history: readonly Message[] = [
    { role: 'user', blocks: [prompt('one')] },
    { role: 'user', blocks: [prompt('two')] },
    said,
    { role: 'user', blocks: [prompt('typed first')] },
    { role: 'user', blocks: [result, prompt('typed later')] },
  ];
  expect(requestMessages(history)).toEqual([
    { role: 'user', blocks: [prompt('one'), prompt('two')] },
    said,
    { role: 'user', blocks: [result, prompt('typed first'), prompt('typed later')] },
  ]);
});

test.each<[string, readonly Message[], boolean]>([
  ['an empty history', [], false],
  ['a history that ends with the user', [{ role: 'user', blocks: [prompt('hi')] }], true],
  ['a history that ends with the model', [{ role: 'user', blocks: [prompt('hi')] }, said], false],
])('%s awaits an answer: %s', (_title, history, awaits) => {
  expect(awaitsAnswer(history)).toBe(awaits);
});
