/** Whatever a history holds, and whatever was done to its record, the Messages API takes the request. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toParams } from '../../src/agent/anthropic-params.ts';
import type { Message } from '../../src/agent/messages.ts';
import { validHistory } from '../../src/agent/valid-history.ts';
import { refusalOf } from '../fixtures/api-refusals.ts';

const TOOLS = [{ name: 'bash', description: 'Runs 🚀', inputSchema: { type: 'object', properties: {} } }] as const;

function refusal(messages: readonly unknown[]): string | undefined {
  const request = { system: 'Be brief.', tools: TOOLS, messages: messages as readonly Message[] };
  return refusalOf(toParams(request, { model: 'm', maxTokens: 100 }));
}

const call = (id: unknown, name: unknown = 'bash', input: unknown = {}) => ({ kind: 'tool-call', id, name, input });
const result = (callId: unknown, text: unknown = 'ok', isError = false) => ({
  kind: 'tool-result',
  callId,
  text,
  isError,
  summary: '',
});
const user = (...blocks: readonly unknown[]) => ({ role: 'user', blocks });
const said = (...blocks: readonly unknown[]) => ({ role: 'assistant', blocks });
const prompt = (text: unknown) => ({ kind: 'prompt', text });
const HALF = '\ud83d';

describe('a damaged history is sent as a valid one', () => {
  test.each<[what: string, messages: readonly unknown[]]>([
    ['a call without a result', [user(prompt('a')), said(call('1')), user(prompt('b'))]],
    ['a call at the end', [user(prompt('a')), said(call('1'))]],
    ['a call after a call', [user(prompt('a')), said(call('1')), said(call('2')), user(result('2'))]],
    ['a result without a call', [user(prompt('a'), result('1'))]],
    ['a result twice', [user(prompt('a')), said(call('1')), user(result('1'), result('1', 'again'))]],
    [
      'an id in two answers',
      [user(prompt('a')), said(call('call_0')), user(result('call_0')), said(call('call_0')), user(result('call_0'))],
    ],
    [
      'an id twice in one answer',
      [user(prompt('a')), said(call('1'), call('1')), user(result('1', 'one'), result('1', 'two'))],
    ],
    ['an id that is missing', [user(prompt('a')), said(call(undefined)), user(result(undefined))]],
    ['an empty id', [user(prompt('a')), said(call('')), user(result(''))]],
    [
      'an id of another provider',
      [user(prompt('a')), said(call('call_abc|fc_1'), call('functions.bash:0')), user(result('call_abc|fc_1'))],
    ],
    ['a model that begins', [said({ kind: 'text', text: 'hi' }), user(prompt('a'))]],
    ['nothing but the model', [said({ kind: 'text', text: 'hi ' })]],
    ['nothing', []],
    [
      'a text that is null',
      [user(prompt(null), prompt('a')), said({ kind: 'text', text: null }, call('1')), user(result('1', null, true))],
    ],
    [
      'blocks that are null or unknown',
      [user(null, prompt('a'), { kind: 'hologram' }), said(null, { kind: 'music' }, call('1')), user(result('1'))],
    ],
    [
      'messages that are null or unknown',
      [null, user(prompt('a')), { role: 'critic', blocks: [] }, said(call('1')), user(result('1'))],
    ],
    ['a call without a name', [user(prompt('a')), said(call('1', '')), user(result('1'))]],
    ['input that is no object', [user(prompt('a')), said(call('1', 'bash', '{"a')), user(result('1'))]],
    [
      'halves of pairs',
      [
        user(prompt(`a${HALF}`)),
        said({ kind: 'text', text: HALF }, call('1', 'bash', { [HALF]: [HALF] })),
        user(result('1', HALF, true)),
      ],
    ],
    [
      'thinking with half of a pair',
      [user(prompt('a')), said({ kind: 'thinking', text: HALF, signature: 's' }, call('1')), user(result('1'))],
    ],
    ['an error without text', [user(prompt('a')), said(call('1')), user(result('1', '', true))]],
  ])('%s', (_, messages) => {
    expect(refusal(messages)).toBeUndefined();
  });
});

test('results stay with their calls when ids repeat', () => {
  const history = [user(prompt('a')), said(call('x'), call('x')), user(result('x', 'one'), result('x', 'two'))];
  const [, asked, told] = validHistory(history as readonly Message[]);
  const ids = asked?.blocks.map((block) => (block.kind === 'tool-call' ? block.id : ''));
  expect(new Set(ids).size).toBe(2);
  expect(told?.blocks).toMatchObject([
    { callId: ids?.[0], text: 'one' },
    { callId: ids?.[1], text: 'two' },
  ]);
});

test('a history that is right stays as it is, so that the cache still fits', () => {
  const history = [user(prompt('a')), said(call('toolu_1')), user({ ...result('toolu_1'), files: [] })];
  expect(validHistory(history as readonly Message[])).toEqual(history);
});

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' ', HALF, '\udc00x', null, undefined),
);
const anyId = fc.constantFrom('a', 'b', 'toolu_1', 'call_0', 'call_1', '', 'x|y', null, undefined);
const anyBlock = fc.oneof(
  fc.record({ kind: fc.constant('prompt'), text: anyText }),
  fc.record({ kind: fc.constant('text'), text: anyText }),
  fc.record({ kind: fc.constant('thinking'), text: anyText, signature: anyText }),
  fc.record({
    kind: fc.constant('tool-call'),
    id: anyId,
    name: fc.constantFrom('bash', 'gone', ''),
    input: fc.jsonValue(),
  }),
  fc.record({
    kind: fc.constant('tool-result'),
    callId: anyId,
    text: anyText,
    isError: fc.boolean(),
    summary: fc.constant(''),
  }),
  fc.constantFrom(null, { kind: 'unknown' }, 7),
);
const anyMessage = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({ role: fc.constantFrom('user', 'assistant'), blocks: fc.array(anyBlock, { maxLength: 5 }) }),
  },
  { weight: 1, arbitrary: fc.constantFrom(null, {}, { role: 'system', blocks: [] }, { role: 'user' }) },
);

test('no random history is refused', () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { maxLength: 10 }), (messages) => {
      expect(refusal(messages)).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
});
