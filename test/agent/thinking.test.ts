import { describe, expect, onTestFinished, test } from 'vitest';
import { createAnthropicProvider } from '../../src/agent/anthropic.ts';
import type { Message } from '../../src/agent/messages.ts';
import type { ModelEvent, ModelRequest } from '../../src/agent/provider.ts';
import { httpError, redacted, say, think } from '../fixtures/api-replies.ts';
import { startApiServer, type Script } from '../fixtures/api-server.ts';
import { openSession } from '../fixtures/open-session.ts';

const yes = { supported: true };
const no = { supported: false };
const model = (types: object) => ({ id: 'scripted', capabilities: { thinking: { ...yes, types } } });
const thinkers = [model({ adaptive: yes, disabled: yes, enabled: no, between_tools: no })];

describe('what is asked of thinking', () => {
  test.each<[string, readonly object[], 'on' | 'hidden' | 'off', unknown]>([
    ['summaries where the model thinks adaptively', thinkers, 'on', { type: 'adaptive', display: 'summarized' }],
    ['no summaries where they are hidden', thinkers, 'hidden', { type: 'adaptive', display: 'omitted' }],
    ['none where it can be turned off', thinkers, 'off', { type: 'disabled' }],
    [
      'hidden where it cannot',
      [model({ adaptive: yes, disabled: no })],
      'off',
      { type: 'adaptive', display: 'omitted' },
    ],
    ['nothing of a model without it', [model({ adaptive: no, disabled: yes })], 'on', undefined],
    ['nothing of a model of which nothing is known', [{ id: 'scripted' }], 'on', undefined],
  ])('%s', async (_, offered, thinking, asked) => {
    const { session, server, turnsEnded } = await openSession([say('Hi.')], { offered, models: { thinking } });
    await session.loadModels();
    session.submit('go');
    await turnsEnded(1);
    expect(server.requests[0]?.body.thinking).toEqual(asked);
  });

  test('changes by the choice of the user, which is recorded', async () => {
    const { session, server, turnsEnded, events } = await openSession([say('Hi.'), say('Ho.')], { offered: thinkers });
    await session.loadModels();
    session.submit('go');
    await turnsEnded(1);
    session.chooseThinking('off');
    session.submit('go');
    await turnsEnded(2);
    expect(server.requests.map(({ body }) => body.thinking?.type)).toEqual(['adaptive', 'disabled']);
    const again = await openSession([say('Ha.')], { offered: thinkers, recorded: events });
    await again.session.loadModels();
    again.session.submit('go');
    await again.turnsEnded(3);
    expect(again.server.requests[0]?.body.thinking).toEqual({ type: 'disabled' });
  });
});

test.each([
  ['a thought whose text is left out', think('')],
  ['a redacted thought', redacted('xyz')],
])('%s is seen where it begins and ends', async (_, thought) => {
  const { provider } = await start([[thought, say('Done.')]]);
  const events = await ask(provider);
  expect(events.map((event) => (event.type === 'thinking_delta' ? event : event.type))).toEqual([
    { type: 'thinking_delta', text: '' },
    { type: 'thinking_delta', text: '' },
    'text_delta',
    'done',
  ]);
});

describe('a refusal', () => {
  const history: readonly Message[] = [
    { role: 'user', blocks: [{ kind: 'prompt', text: 'a' }] },
    { role: 'assistant', blocks: [thought('old'), { kind: 'text', text: 'b' }] },
    { role: 'user', blocks: [{ kind: 'prompt', text: 'c' }] },
  ];

  test.each([
    ['thinking.adaptive.display: Extra inputs are not permitted', 'thinking.display', { type: 'adaptive' }],
    ['adaptive thinking is not supported on this model', 'thinking', undefined],
  ])('“%s” leaves out that alone, for that model', async (words, extra, asked) => {
    const { server, provider } = await start([httpError(400, 'invalid_request_error', words), say('a'), say('b')]);
    const events = await ask(provider, history);
    expect(events).toContainEqual({
      type: 'retrying',
      sentence: `The server refuses ${extra}. Asking again without.`,
    });
    await ask(provider, history, 'another');
    expect(server.requests.map(({ body }) => body.thinking)).toEqual([
      { type: 'adaptive', display: 'summarized' },
      asked,
      { type: 'adaptive', display: 'summarized' },
    ]);
    for (const { body } of server.requests) expect(JSON.stringify(body.messages)).toContain('"old"');
  });

  const MISMATCH =
    'messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a different conversation. Remove the block, or set `thinking.block_binding.prefix_mismatch_behavior` to "drop_block".';

  test('of thinking that is bound to something else is answered by the API’s own switch, and only as long as needed', async () => {
    const { server, provider } = await start([httpError(400, 'invalid_request_error', MISMATCH), say('a'), say('b')]);
    await ask(provider, history);
    await ask(provider, history.slice(2));
    expect(server.requests.map(({ body }) => JSON.stringify(body.thinking).includes('drop_block'))).toEqual([
      false,
      true,
      false,
    ]);
    expect(server.requests.map(({ headers }) => headers['anthropic-beta'])).toEqual([
      undefined,
      'thinking-binding-controls-2026-08-01',
      undefined,
    ]);
    expect(JSON.stringify(server.requests[1]?.body.messages)).toContain('"old"');
  });

  test('of that switch too leaves out that thinking alone, and later thinking stays', async () => {
    const { server, provider } = await start([
      httpError(400, 'invalid_request_error', MISMATCH),
      httpError(400, 'invalid_request_error', 'thinking.adaptive.block_binding: Extra inputs are not permitted'),
      say('a'),
      say('b'),
    ]);
    await ask(provider, history);
    await ask(provider, [
      ...history,
      { role: 'assistant', blocks: [thought('new'), { kind: 'text', text: 'd' }] },
      { role: 'user', blocks: [{ kind: 'prompt', text: 'e' }] },
    ]);
    const sent = server.requests.map(({ body }) => JSON.stringify(body));
    expect(sent.map((one) => one.includes('"old"'))).toEqual([true, true, false, false]);
    expect(sent[3]).toContain('"new"');
    expect(sent[3]).not.toContain('block_binding');
  });
});

function thought(signature: string) {
  return { kind: 'thinking', text: 'Hm.', signature } as const;
}

async function start(script: Script) {
  const server = await startApiServer(script);
  onTestFinished(server.close);
  return {
    server,
    provider: createAnthropicProvider({ apiKey: 'k', baseURL: server.url, model: 'scripted' }),
  };
}

type Provider = Awaited<ReturnType<typeof start>>['provider'];

async function ask(provider: Provider, messages?: readonly Message[], other?: string): Promise<readonly ModelEvent[]> {
  const request: ModelRequest = {
    system: 'You are a test.',
    tools: [],
    messages: messages ?? [{ role: 'user', blocks: [{ kind: 'prompt', text: 'go' }] }],
    thinking: 'on',
    ...(other && { model: other }),
  };
  const events: ModelEvent[] = [];
  for await (const event of provider.call(request, new AbortController().signal)) events.push(event);
  return events;
}
